"""A short way for machines that read what is public: no person, no session, no form.

The plain question of a program needs little of what the site does around a request. Whatever is
asked in another way, answered with anything but 200, or goes wrong, is the site's to answer.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from re import Pattern
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from flask import Flask, Response
from werkzeug.wsgi import get_host

from inmeko.extensions.engines import reading
from inmeko.kernel.errors import DomainError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

logger = logging.getLogger(__name__)

# What an answer says for itself.
OWN_HEADERS = {"content-type", "content-length"}


@dataclass(frozen=True)
class Plain:
    """A plain question: what its path names, its path, its arguments, the host it was sent to."""

    named: Mapping[str, str]
    path: str
    arguments: Mapping[str, list[str]]
    host_url: str


Answered = tuple[bytes, dict[str, str]]
Answer = Callable[[Plain], Answered | None]
"""The body and the headers of its own; None for a question that is not so plain."""


@dataclass(frozen=True)
class Way:
    """The endpoint whose plain questions are answered here, its addresses, and the answer."""

    endpoint: str
    addresses: Pattern[str]
    answer: Answer


class Lane:
    """Answers plain questions, and hands all others to the site."""

    def __init__(self, app: Flask, ways: Iterable[Way]) -> None:
        """Take the ways; only views that are open to all may have one."""
        self._app, self._site = app, app.wsgi_app
        self._ways = tuple(ways)
        self._headers: dict[str, list[tuple[str, str]]] = {}
        for way in self._ways:
            if getattr(app.view_functions[way.endpoint], "access", None) != "public":
                raise ValueError(f"{way.endpoint} is not open to all")

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        answered = self._answered(environ) if _is_plain(environ) else None
        if answered is None:
            return self._site(environ, start)
        body, headers = answered
        start("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def _answered(self, environ: "WSGIEnvironment") -> tuple[bytes, list[tuple[str, str]]] | None:
        path = environ["PATH_INFO"]
        for way in self._ways:
            if found := way.addresses.fullmatch(path):
                break
        else:
            return None
        try:
            arguments = parse_qs(
                environ.get("QUERY_STRING", ""), keep_blank_values=True, errors="strict"
            )
            host_url = f"{environ['wsgi.url_scheme']}://{get_host(environ)}/"
            with reading(), self._app.app_context():
                answered = way.answer(Plain(found.groupdict(), path, arguments, host_url))
        except DomainError:
            return None
        except Exception as error:
            # The site tries once more, and says what is wrong as it says everything.
            logger.warning("not answered at once: %s", path, exc_info=error)
            return None
        if answered is None:
            return None
        body, own = answered
        return body, [*self._usual(way.endpoint, environ), *own.items()]

    def _usual(self, endpoint: str, environ: "WSGIEnvironment") -> list[tuple[str, str]]:
        """The headers that the site gives to every answer of an endpoint: asked of it once."""
        if endpoint not in self._headers:
            with self._app.request_context(environ):
                response = self._app.process_response(Response())
            self._headers[endpoint] = [
                (name, value)
                for name, value in response.headers.to_wsgi_list()
                if name.lower() not in OWN_HEADERS
            ]
        return self._headers[endpoint]


def _is_plain(environ: Mapping[str, Any]) -> bool:
    """Whether a program asks: it reads, carries nothing that tells who it is, and wants no page."""
    return (
        environ["REQUEST_METHOD"] == "GET"
        and "HTTP_COOKIE" not in environ
        and not environ.get("SCRIPT_NAME")
        and "text/html" not in environ.get("HTTP_ACCEPT", "")
    )


def init_app(app: Flask, ways: Iterable[Way]) -> None:
    """Lay the short ways beside the site; after its views are there."""
    app.wsgi_app = Lane(app, ways)  # type: ignore[assignment, method-assign]
