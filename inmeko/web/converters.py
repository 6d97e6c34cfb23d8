"""What stands for a number in an address: at most what a database keeps as an id."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1


class IdConverter(IntegerConverter):
    """A whole number that can be an id; a larger one is an address of nothing."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        """Know the largest id unless a route says otherwise."""
        super().__init__(map, *args, **{"max": LARGEST_ID, **kwargs})


def init_app(app: Flask) -> None:
    """Let `<int:…>` in every route mean an id."""
    app.url_map.converters["int"] = IdConverter
