"""What every page of a group's file shows: where it stands, what is missing, who changed what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, url_for
from flask_babel import format_timedelta, gettext

from inmeko.calls.models import Call, Expression, Holder, Submission
from inmeko.calls.queries import calls
from inmeko.calls.queries import expressions as queries
from inmeko.calls.rules import content as contents
from inmeko.calls.rules import parts, phases, sending, versions
from inmeko.calls.rules.content import Content
from inmeko.calls.rules.words import ExpressionState
from inmeko.calls.services import expressions as deeds
from inmeko.calls.views import speaking
from inmeko.kernel import clock
from inmeko.kernel.text import N_
from inmeko.records.models import Attachment

SHOWN_CHANGES = 4
WHO_LABELS = {
    "name": N_("Name of the group or the person"),
    "kind": N_("What you are in law"),
    "afm": N_("Tax number (ΑΦΜ)"),
    "contact_name": N_("Contact person"),
    "email": N_("E-mail"),
    "phone": N_("Telephone"),
    "address": N_("Address"),
}
TONES = {
    parts.PartState.NOT_BEGUN: "neutral",
    parts.PartState.BEGUN: "busy",
    parts.PartState.COMPLETE: "good",
}


@dataclass(frozen=True)
class File:
    """A group's file as its pages see it: asked for once in a request."""

    holder: Holder
    expression: Expression
    call: Call
    content: Content
    attachments: list[Attachment]
    counts: Submission | None
    now: datetime

    @property
    def purposes(self) -> set[str]:
        """What its files are there for."""
        return {one.purpose for one in self.attachments}

    @property
    def open(self) -> bool:
        """Whether files can be sent at this moment."""
        return phases.is_open(self.call, self.now)

    @property
    def past(self) -> bool:
        """Whether the deadline has passed."""
        return phases.is_past(self.call, self.now)

    @property
    def changeable(self) -> bool:
        """Whether this file can be worked on at this moment."""
        return sending.may_change(self.call, self.expression.state, self.now)

    @property
    def unsent(self) -> bool:
        """Whether something was changed since it was sent."""
        return self.counts is None or self.counts.change != self.expression.change

    @property
    def drafting(self) -> bool:
        """Whether it was never sent, or withdrawn."""
        return self.expression.state is not ExpressionState.SUBMITTED

    def gaps(self) -> list[parts.Gap]:
        """All that it lacks."""
        who = deeds.applicant(self.expression)
        return parts.missing(self.content, self.expression.answers, self.purposes, who)

    def states(self) -> dict[str, parts.PartState]:
        """How far each part has come."""
        who = deeds.applicant(self.expression)
        return parts.states(self.content, self.expression.answers, self.purposes, who)


def file_of(holder: Holder) -> File:
    """All that the pages of a file show."""
    expression = holder.expression
    return File(
        holder=holder,
        expression=expression,
        call=expression.call,
        content=deeds.content_of(expression.call),
        attachments=list(queries.files(expression)),
        counts=queries.current(expression),
        now=clock.now(),
    )


def page(template: str, file: File, **context: Any) -> str:
    """A page of a file, with its banner and the parts beside it."""
    call = file.call
    behind = file.expression.version_seen < call.version
    notices = [one for one in call.notices if _is_new(one.version, file)] if behind else []
    changed = speaking.differences(_changed(file), call) if behind else []
    return render_template(
        f"calls/{template}.html",
        file=file,
        holder=file.holder,
        expression=file.expression,
        call=call,
        notices=notices,
        behind=behind,
        changed=changed,
        **context,
    )


def part_name(content: Content, part: str) -> str:
    """The name of a part for people."""
    if part == parts.APPLICANT:
        return str(gettext("Details of the applicant"))
    if part == parts.DOCUMENTS:
        return str(gettext("Documents"))
    return next((one.title for one in content.sections if one.key == part), part)


def part_url(part: str, key: str = "") -> str:
    """The address of a part, at the place of a field."""
    if part in (parts.APPLICANT, parts.DOCUMENTS):
        field = f"who_{key}" if part == parts.APPLICANT and key else key
        return url_for(f"call_file.{part}", checked=1, _anchor=field or None)
    return url_for("call_file.section", section=part, checked=1, _anchor=key or None)


def order(content: Content) -> list[str]:
    """The parts in the order in which they are filled in."""
    documents = [parts.DOCUMENTS] if content.papers else []
    return [parts.APPLICANT, *(one.key for one in content.sections), *documents]


def following(content: Content, part: str) -> str:
    """The page that comes after a part: the next one, at the end the check."""
    known = order(content)
    place = known.index(part) + 1 if part in known else len(known)
    if place >= len(known):
        return url_for("call_file.check")
    return part_url(known[place]).replace("?checked=1", "")


def tasks(file: File) -> list[dict[str, Any]]:
    """The parts with their states, as the list of tasks shows them."""
    states, lacking = file.states(), [gap.part for gap in file.gaps()]
    return [
        {
            "label": part_name(file.content, part),
            "url": part_url(part).replace("?checked=1", ""),
            "status": gettext(parts.PART_LABELS[states[part]]),
            "tone": TONES[states[part]],
            "hint": _lacks(lacking.count(part)),
        }
        for part in order(file.content)
    ]


def spoken_gaps(file: File) -> list[dict[str, str]]:
    """What a file lacks, in words, each with the address where it is mended."""
    return [
        {
            "part": part_name(file.content, gap.part),
            "label": gap.label or gettext(WHO_LABELS.get(gap.key, gap.key)),
            "words": gettext(gap.message, **gap.values),
            "url": part_url(gap.part, gap.key),
        }
        for gap in file.gaps()
    ]


def changes(holder: Holder, content: Content) -> list[dict[str, Any]]:
    """What others of the group changed lately: who, what, how long ago."""
    stamps = holder.expression.stamps.items()
    theirs = [(stamp, key) for key, stamp in stamps if stamp[1] != holder.id]
    if not theirs:
        return []
    names = queries.names(holder.expression)
    latest = sorted(theirs, key=lambda one: one[0][0], reverse=True)[:SHOWN_CHANGES]
    return [
        {"who": names.get(stamp[1], ""), "what": what(content, key), "ago": ago(stamp[2])}
        for stamp, key in latest
    ]


def what(content: Content, key: str) -> str:
    """The name of a question, a document or a field of the applicant."""
    if key.startswith(deeds.WHO_SIGN):
        name = key.removeprefix(deeds.WHO_SIGN)
        return str(gettext(WHO_LABELS.get(name, name)))
    question = content.question(key)
    paper = next((one for one in content.papers if one.key == key), None)
    asked = question or paper
    return asked.label if asked else key


def ago(moment: str) -> str:
    """How long ago a moment was, in the reader's language."""
    passed = datetime.fromisoformat(moment) - clock.now()
    return str(format_timedelta(passed, add_direction=True))


def _lacks(number: int) -> str:
    if not number:
        return ""
    if number == 1:
        return str(gettext("One thing is missing"))
    return str(gettext("%(number)s things are missing", number=number))


def _changed(file: File) -> list[versions.Difference]:
    """What was changed in the call since the group saw it last."""
    seen = calls.version(file.call, file.expression.version_seen)
    return versions.difference(contents.read(seen.content), file.content) if seen else []


def _is_new(version: int | None, file: File) -> bool:
    return version is not None and version > file.expression.version_seen
