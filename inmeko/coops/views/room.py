"""One formation as its pages see it, and pages that consultant and founders have in common."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from inmeko.coops import policy
from inmeko.coops.models import Formation, Founder
from inmeko.coops.queries import formations as queries
from inmeko.coops.services.doing import Doer
from inmeko.coops.views.blueprint import group, staff
from inmeko.web.access import current_actor, public, requires
from inmeko.web.language import chosen

View = Callable[["Room"], ResponseReturnValue]


@dataclass(frozen=True)
class Room:
    """A formation, who of the group looks at it (None: the staff), and the rest of the address."""

    formation: Formation
    founder: Founder | None = None
    rest: Mapping[str, Any] = field(default_factory=dict)

    @property
    def municipality_id(self) -> int:
        """The town."""
        return self.formation.municipality_id

    @property
    def consultant_id(self) -> int | None:
        """Who accompanies the group."""
        return self.formation.consultant_id

    @property
    def doer(self) -> Doer:
        """Whoever does something here."""
        return Doer(current_actor(), self.founder)

    @property
    def works(self) -> bool:
        """Whether the reader may change anything here."""
        return self.founder is not None or policy.may_work(current_actor(), self)

    @property
    def leads(self) -> bool:
        """Whether the reader may change what concerns other founders."""
        return self.founder.leads if self.founder else self.works

    def may_see(self, founder: Founder) -> bool:
        """Whether the reader may see the personal details of a founder."""
        mine = self.founder is not None and self.founder.id == founder.id
        return mine or self.leads


def staff_room(*, municipality: str, formation_id: int, **rest: Any) -> Room:
    """The formation that a consultant's address names."""
    found = queries.formation(municipality=municipality, formation_id=formation_id)
    return Room(found, None, rest)


def group_room(*, municipality: str, founder_key: str, **rest: Any) -> Room:
    """The formation that a founder's link opens."""
    founder = queries.founder_by_key(municipality=municipality, founder_key=founder_key)
    return Room(founder.formation, founder, rest)


def on_both(rule: str, methods: Sequence[str] = ("GET",)) -> Callable[[View], View]:
    """A page for the staff that reads the formation, and for founders by their links.

    What changes something is for the consultant and the founders alone.
    """

    def decorate(view: View) -> View:
        name = view.__name__
        for_staff = requires(policy.may_read, of=staff_room)(_working(view))
        staff.add_url_rule(rule, name, for_staff, methods=list(methods))
        group.add_url_rule(rule, name, public(of=group_room)(view), methods=list(methods))
        return view

    return decorate


def _working(view: View) -> View:
    @wraps(view)
    def guarded(room: Room) -> ResponseReturnValue:
        if request.method not in ("GET", "HEAD") and not room.works:
            abort(403)
        return view(room)

    return guarded


def page(template: str, room: Room, **context: Any) -> str:
    """A page of a formation."""
    return render_template(
        f"coops/{template}.html",
        room=room,
        formation=room.formation,
        founder=room.founder,
        speaks=chosen(),
        **context,
    )
