"""How the OGC API answers: JSON or a page, absolute links, and what is wrong as problem+json."""

import json
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.questions import single

JSON = "application/json"
GEOJSON = "application/geo+json"
HTML = "text/html"
PROBLEM = "application/problem+json"
FORMS = {"json": JSON, "html": HTML}

Json = dict[str, Any]
Link = dict[str, str]


def wants_page() -> bool:
    """Whether the reader asked for a page: by `f`, else by what a browser says it accepts."""
    form = request.args.get("f")
    if form is not None:
        if form not in FORMS:
            raise RuleError(N_("The forms are json and html."), field="f")
        return form == "html"
    accepted = request.headers.get("Accept", "")
    return HTML in accepted and request.accept_mimetypes.best_match([JSON, GEOJSON, HTML]) == HTML


def only_form() -> None:
    """Refuse every parameter but `f`."""
    single(request.args.to_dict(flat=False), ("f",))


def home() -> str:
    """The address of this site, without a slash: in production the configured one."""
    return home_of(request.host_url)


def home_of(host_url: str) -> str:
    """The address of this site, which a reader calls by a host."""
    settings = current_app.config["SETTINGS"]
    address = host_url if settings.development else settings.base_url
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def address(path: str = "", **arguments: str | int) -> str:
    """The absolute address of something below /ogc."""
    asked = f"?{urlencode(arguments, safe=':/')}" if arguments else ""
    return f"{home()}/ogc{path}{asked}"


def link(rel: str, href: str, media_type: str = JSON, title: str = "") -> Link:
    """A link as the standard writes it."""
    found = {"rel": rel, "type": media_type, "href": href}
    return {**found, "title": title} if title else found


def both(path: str, media_type: str = JSON) -> list[Link]:
    """The links of a document to itself and to its page."""
    shown = wants_page()
    return [
        link("alternate" if shown else "self", address(path, f="json"), media_type),
        link("self" if shown else "alternate", address(path, f="html"), HTML),
    ]


def answer(document: Json, template: str, **shown: Any) -> ResponseReturnValue:
    """A document as JSON, or as a page of the house."""
    if wants_page():
        return render_template(f"resources/ogc/{template}.html", document=document, **shown)
    return Response(json.dumps(document, ensure_ascii=False), content_type=JSON)


def problem(status: HTTPStatus, words: str, parameter: str | None = None) -> Response:
    """What is wrong (RFC 9457), with the parameter that it is about."""
    body: Json = {"type": "about:blank", "title": status.phrase, "status": status.value}
    if parameter:
        words = gettext("Parameter “%(name)s”: %(sentence)s", name=parameter, sentence=words)
    response = Response(json.dumps({**body, "detail": words}, ensure_ascii=False), status)
    response.content_type = PROBLEM
    return response
