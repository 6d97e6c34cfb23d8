"""What a call lacks before it can be published: a sentence for each thing, and where to mend it."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from inmeko.calls.rules import asking
from inmeko.calls.rules.content import Content
from inmeko.calls.rules.lacks import Lack
from inmeko.kernel import identifiers
from inmeko.kernel.calendar import add_working_days, athens_date, is_working_day
from inmeko.kernel.errors import RuleError
from inmeko.kernel.formatted import placeholders, plain
from inmeko.kernel.text import N_

# Policies of this site, not law: a shorter window leaves groups no time to meet and decide.
LEAST_DAYS = 7
USUAL_DAYS = 14
LEAST_OBJECTION_DAYS = 3


class Dates(Protocol):
    """The dates of a call."""

    opens_at: datetime | None
    questions_until: datetime | None
    closes_at: datetime | None
    objection_days: int


def lacking(
    content: Content, dates: Dates, now: datetime, holidays: Collection[date] = ()
) -> list[Lack]:
    """Everything that a call lacks, and what should be looked at again."""
    return [*content_lacks(content), *_dates(dates, now, holidays)]


def content_lacks(content: Content) -> list[Lack]:
    """What the content alone lacks: a change of a published call leaves its dates alone."""
    return [
        *_texts(content),
        *asking.faults(content),
        *_points(content),
        *_criteria(content),
        *_judging(content),
    ]


def check(lacks: list[Lack]) -> None:
    """Refuse a call that lacks something: with the sentence of the first thing."""
    for lack in lacks:
        if lack.blocks:
            raise RuleError(lack.message, field=lack.field or None, values=lack.values)


def check_ada(text: str, *, may_wait: bool) -> str | None:
    """The ΑΔΑ of the decision in its form; refused if it is missing and may not wait."""
    if text.strip():
        try:
            return identifiers.ada(text)
        except RuleError as error:
            raise RuleError(error.message, field="ada", values=error.values) from None
    if not may_wait:
        raise RuleError(N_("A call is not published without the ΑΔΑ of its decision."), field="ada")
    return None


def check_later(before: datetime | None, after: datetime, now: datetime) -> None:
    """Refuse a new deadline that is past, or that is not later than the one before."""
    if after <= now:
        raise RuleError(N_("The new deadline must lie ahead."), field="closes_at")
    if before is not None and after <= before:
        raise RuleError(
            N_("The new deadline must be later than the present one."), field="closes_at"
        )


def check_reason(reason: str) -> str:
    """The reason without blanks around it; refused if there is none."""
    if not reason.strip():
        raise RuleError(N_("Give the reason: everyone concerned reads it."), field="reason")
    return reason.strip()


def _texts(content: Content) -> Iterator[Lack]:
    wanted = (
        (content.title, "basics", "title", N_("The call needs a title.")),
        (plain(content.text), "basics", "text", N_("Say what the call is about.")),
        (content.privacy, "contact", "privacy", N_("The notice on personal data is missing.")),
    )
    for text, part, name, message in wanted:
        if not text.strip():
            yield Lack(message, part, name)
    for part, name in (
        ("basics", "text"),
        ("basics", "legal_basis"),
        ("applicants", "applicants_text"),
        ("offers", "offers_text"),
        ("contact", "privacy"),
    ):
        for open_place in placeholders(getattr(content, name)):
            message = N_("Something is still to be filled in: [%(what)s]")
            yield Lack(message, part, name, values={"what": open_place})
    if not (content.contact.email or content.contact.phone):
        yield Lack(N_("Nobody is named whom groups can ask."), "contact", "email")
    if not content.legal_basis.strip():
        message = N_("No legal basis is named.")
        yield Lack(message, "basics", "legal_basis", blocks=False)


def _dates(dates: Dates, now: datetime, holidays: Collection[date]) -> Iterator[Lack]:
    opens, closes, until = dates.opens_at, dates.closes_at, dates.questions_until
    if opens is None:
        yield Lack(N_("Say when the call opens."), "dates", "opens_at")
    if closes is None:
        yield Lack(N_("Say when the call closes."), "dates", "closes_at")
        return
    if closes <= now:
        yield Lack(N_("The deadline is past."), "dates", "closes_at")
    elif opens is not None and closes <= opens:
        yield Lack(N_("A call must close after it opens."), "dates", "closes_at")
    else:
        yield from _length(max(opens or now, now), closes)
    if until is not None and (until > closes or (opens is not None and until <= opens)):
        message = N_("Questions are taken between opening and deadline.")
        yield Lack(message, "dates", "questions_until")
    if dates.objection_days < LEAST_OBJECTION_DAYS:
        message = N_("Leave at least %(days)s working days for objections.")
        values: dict[str, object] = {"days": LEAST_OBJECTION_DAYS}
        yield Lack(message, "dates", "objection_days", values=values)
    day = athens_date(closes)
    if not is_working_day(day, holidays):
        message = N_("The deadline is no working day; the next one is %(day)s.")
        following = add_working_days(day, 1, holidays)
        values = {"day": f"{following:%d/%m/%Y}"}
        yield Lack(message, "dates", "closes_at", values=values, blocks=False)


def _length(opens: datetime, closes: datetime) -> Iterator[Lack]:
    days = (athens_date(closes) - athens_date(opens)).days
    if days < LEAST_DAYS:
        message = N_(
            "Groups need at least %(least)s days to answer: a policy of this site. There are "
            "%(days)s."
        )
        values: dict[str, object] = {"least": LEAST_DAYS, "days": days}
        yield Lack(message, "dates", "closes_at", values=values)
    elif days < USUAL_DAYS:
        message = N_("Two weeks are usual; groups have %(days)s days.")
        yield Lack(message, "dates", "closes_at", values={"days": days}, blocks=False)


def _points(content: Content) -> Iterator[Lack]:
    for paper in content.papers:
        if not paper.label.strip():
            yield Lack(N_("A document has no name."), "items", item=paper.key)
    for point in content.requirements:
        if not point.label.strip():
            yield Lack(N_("A requirement says nothing."), "items", item=point.key)


def _criteria(content: Content) -> Iterator[Lack]:
    if not content.criteria:
        yield Lack(N_("There is no criterion by which files are judged."), "items")
        return
    total = sum((one.weight for one in content.criteria), Decimal(0))
    if total != 100:
        message = N_("The weights of the criteria must sum to 100; they sum to %(total)s.")
        yield Lack(message, "items", values={"total": f"{total.normalize():f}"})
    for one in content.criteria:
        named: dict[str, object] = {"name": one.label}
        if not one.label.strip():
            yield Lack(N_("A criterion has no name."), "items", item=one.key)
        if one.most <= one.least:
            message = N_("The scale of “%(name)s” must rise.")
            yield Lack(message, "items", item=one.key, values=named)
        elif one.threshold is not None and not one.least <= one.threshold <= one.most:
            message = N_("The threshold of “%(name)s” lies outside its scale.")
            yield Lack(message, "items", item=one.key, values=named)


def _judging(content: Content) -> Iterator[Lack]:
    rules = content.judging
    if rules.quorum > rules.evaluators:
        message = N_("More finished sheets are asked for than there are evaluators per file.")
        yield Lack(message, "judging", "quorum")
    if rules.places is None and rules.waiting:
        message = N_("A waiting list needs a number of places.")
        yield Lack(message, "judging", "waiting")
