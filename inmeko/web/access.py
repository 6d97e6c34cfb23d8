"""Who may reach a view: every view says so in the line above its def."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar, cast

from flask import abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from inmeko.kernel.actor import ANONYMOUS, Actor

View = Callable[..., ResponseReturnValue]
Loader = Callable[..., Any]


class Policy(Protocol):
    """A question of a policy room: may this actor (with this thing)?"""

    __name__: str

    def __call__(self, actor: Actor, *thing: Any) -> bool:
        """Answer the question."""


AnyView = TypeVar("AnyView", bound=View)


def current_actor() -> Actor:
    """The person of this request, as rules and policies see them."""
    if "actor" not in g:
        load = current_app.extensions.get("inmeko-actor")
        g.actor = load() if load else ANONYMOUS
    return cast(Actor, g.actor)


def public(of: Loader | None = None) -> Callable[[View], View]:
    """Let everybody through; with `of`, hand the view the thing its URL names."""

    def decorate(view: View) -> View:
        @wraps(view)
        def open_to_all(**url: Any) -> ResponseReturnValue:
            return view(of(**url)) if of else view(**url)

        open_to_all.access = "public"  # type: ignore[attr-defined]
        return open_to_all

    return decorate


def requires(policy: Policy, of: Loader | None = None) -> Callable[[View], View]:
    """Let only those through whom the policy allows.

    With `of`, the thing named by the URL is loaded first, the policy judges
    actor and thing, and the view is handed the thing in place of the URL's ids.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**url: Any) -> ResponseReturnValue:
            actor = current_actor()
            if of is None:
                return _stop(actor) if not policy(actor) else view(**url)
            thing = of(**url)
            return _stop(actor) if not policy(actor, thing) else view(thing)

        guarded.access = policy.__name__  # type: ignore[attr-defined]
        return guarded

    return decorate


def _stop(actor: Actor) -> ResponseReturnValue:
    """Send a stranger to the sign-in page and back; refuse anybody else."""
    if actor.signed_in or request.method not in {"GET", "HEAD"}:
        abort(403 if actor.signed_in else 401)
    if "/api/" in request.path:
        abort(401)
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
