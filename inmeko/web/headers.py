"""The headers of every answer: what a browser may load, frame and keep."""

from flask import Flask, Response, g

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "font-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}


def policy(**changes: str) -> str:
    """A Content-Security-Policy; changes name a directive with _ for - and replace its sources."""
    named = {name.replace("_", "-"): sources for name, sources in changes.items()}
    return "; ".join(f"{name} {sources}" for name, sources in {**POLICY, **named}.items())


def init_app(app: Flask) -> None:
    """Set the headers that no view has set for itself."""
    hosts = dict.fromkeys(layer.origin for layer in app.config["SETTINGS"].backgrounds)
    images = " ".join((POLICY["img-src"], *hosts))

    @app.after_request
    def protect(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy(img_src=images))
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(self)")
        if app.config["SESSION_COOKIE_SECURE"]:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if g.get("actor") and g.actor.signed_in:
            headers["Cache-Control"] = "private, no-store"
        return response
