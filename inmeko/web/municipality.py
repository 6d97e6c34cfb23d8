"""The municipality in the URL: kept for the request, and filled into url_for."""

from typing import Any

from flask import Flask, g, request


def init_app(app: Flask) -> None:
    """Fill the slug of this request's municipality into the URLs of its pages."""

    @app.url_value_preprocessor
    def keep(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.municipality = (values or {}).get("municipality")

    @app.url_defaults
    def fill(endpoint: str, values: dict[str, Any]) -> None:
        if "municipality" in values or not g.get("municipality"):
            return
        if app.url_map.is_endpoint_expecting(endpoint, "municipality"):
            values["municipality"] = g.municipality


def here() -> str | None:
    """The slug of the municipality that this request's URL names."""
    return g.get("municipality") if request else None
