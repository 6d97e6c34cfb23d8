"""The deliberation committee: its term, who sits in it, how its draw runs, what it says."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.rules.files import DOCX, PDF, FileType, shown

# Article 76 of ν. 3852/2010, as first published: at most two years and a half.
TERM_MONTHS = 30
LONGEST = timedelta(days=366 * 6)
# An annulment is asked for within sixty days (π.δ. 18/1989, article 46), which stand still while
# the courts rest: half a year after the term nobody can ask any more who stood on a list.
LIST_KEPT = timedelta(days=180)
MOST_VOTES = 1_000
PAPERS = (PDF, DOCX)


class SeatKind(StrEnum):
    """How somebody came into the committee."""

    BODY = "body"
    CITIZEN = "citizen"


SEAT_KIND_LABELS = {
    SeatKind.BODY: N_("Named by a body"),
    SeatKind.CITIZEN: N_("Citizen by lot"),
}


class SeatState(StrEnum):
    """Whether somebody sits in the committee now."""

    MEMBER = "member"
    SUBSTITUTE = "substitute"
    LEFT = "left"


SEAT_STATE_LABELS = {
    SeatState.MEMBER: N_("Sits in the committee"),
    SeatState.SUBSTITUTE: N_("Substitute"),
    SeatState.LEFT: N_("Has left"),
}
SEAT_NEXT = {
    SeatState.SUBSTITUTE: {SeatState.MEMBER, SeatState.LEFT},
    SeatState.MEMBER: {SeatState.LEFT},
}


class DrawState(StrEnum):
    """How far a draw has come."""

    PREPARED = "prepared"
    FROZEN = "frozen"
    DRAWN = "drawn"


DRAW_STATE_LABELS = {
    DrawState.PREPARED: N_("List being prepared"),
    DrawState.FROZEN: N_("List frozen, seed awaited"),
    DrawState.DRAWN: N_("Drawn by lot"),
}
DRAW_NEXT = {
    DrawState.PREPARED: {DrawState.FROZEN},
    DrawState.FROZEN: {DrawState.DRAWN},
}


class OpinionVerdict(StrEnum):
    """What the committee says of a text or a plan."""

    IN_FAVOUR = "in_favour"
    WITH_REMARKS = "with_remarks"
    AGAINST = "against"


OPINION_LABELS = {
    OpinionVerdict.IN_FAVOUR: N_("In favour"),
    OpinionVerdict.WITH_REMARKS: N_("In favour, with remarks"),
    OpinionVerdict.AGAINST: N_("Against"),
}


def check_term(starts_on: date | None, ends_on: date | None) -> None:
    """Refuse a term that ends before it begins, or never."""
    if starts_on is None or ends_on is None:
        field = "starts_on" if starts_on is None else "ends_on"
        raise RuleError(N_("Write the first and the last day of the term."), field=field)
    if ends_on <= starts_on:
        raise RuleError(N_("The term ends after it begins."), field="ends_on")
    if ends_on - starts_on > LONGEST:
        raise RuleError(N_("A term lasts at most six years."), field="ends_on")


def longer_than_law(starts_on: date, ends_on: date) -> bool:
    """Whether a term is longer than article 76 first said; later law may allow it: a warning."""
    months = starts_on.month - 1 + TERM_MONTHS
    last = date(starts_on.year + months // 12, months % 12 + 1, min(starts_on.day, 28))
    return ends_on > last + timedelta(days=3)


def forgotten_on(ends_on: date) -> date:
    """The day from which the lists of a committee are forgotten."""
    return ends_on + LIST_KEPT


def check_kept(forgotten: bool) -> None:
    """Refuse to go on with a list whose names nobody has any more."""
    if forgotten:
        raise ConflictError(N_("This list was forgotten: nothing is drawn of it any more."))


def check_freeze(state: DrawState, source: str, moment: datetime | None, now: datetime) -> None:
    """Refuse to freeze without a public source whose number nobody can know yet."""
    if state is not DrawState.PREPARED:
        raise ConflictError(N_("The list is frozen already: it does not change any more."))
    if not source.strip():
        raise RuleError(N_("Say which public number will be the seed."), field="source")
    if moment is None or moment <= now:
        raise RuleError(
            N_("The seed must be published after this moment: nobody may know it now."),
            field="seed_at",
        )


def check_seed(state: DrawState, moment: datetime | None, now: datetime) -> None:
    """Refuse a seed before the list is frozen, before its moment, and a second draw."""
    if state is DrawState.PREPARED or moment is None:
        raise ConflictError(N_("Freeze the list first: the seed comes after it."))
    if state is DrawState.DRAWN:
        raise ConflictError(N_("This list was drawn: it is not drawn twice."))
    if now < moment:
        raise RuleError(N_("The announced moment of the seed has not come yet."), field="seed")


def check_votes(votes: Mapping[str, int | None]) -> None:
    """Refuse votes below none, or more than any committee has, under the field of each."""
    for field, number in votes.items():
        if number is not None and not 0 <= number <= MOST_VOTES:
            message = N_("Write how many votes: from 0 to %(most)s.")
            raise RuleError(message, field=field, values={"most": MOST_VOTES})


def check_paper(kind: FileType, filename: str) -> None:
    """Refuse a file that is no document one reads: what a committee says is a paper."""
    if kind not in PAPERS:
        message = N_("“%(name)s” was not taken: the document of an opinion is a PDF or DOCX file.")
        raise RuleError(message, field="document", values={"name": shown(filename)})
