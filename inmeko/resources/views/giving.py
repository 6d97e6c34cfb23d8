"""Between what pages show and what a concession is: words, facts, rows, dates, files."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import IO, Any

from flask import current_app, url_for
from flask_babel import gettext

from inmeko.accounts.rules import ORGANISATION_LABELS
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.records.models import Attachment
from inmeko.records.queries import Deed
from inmeko.records.views.presenting import Teller
from inmeko.resources import policy
from inmeko.resources.models import Asset, Concession, Obligation
from inmeko.resources.queries import concessions as queries
from inmeko.resources.queries import decisions
from inmeko.resources.rules import conceding
from inmeko.resources.rules.asset import LABELS, Condition
from inmeko.resources.rules.concession_law import EVIDENCE_LABELS
from inmeko.resources.rules.concession_paths import CONFIRMED_BY, PATH, PATH_LABELS
from inmeko.resources.rules.concession_words import (
    APPLICANT_LABELS,
    CONCESSION_LABELS,
    COST_LABELS,
    LINK_LABELS,
    REGIME_LABELS,
    REPORT_LABELS,
    ConcessionState,
)
from inmeko.resources.rules.decisions import RELATION_LABELS, document_url
from inmeko.resources.rules.obligations import Event
from inmeko.resources.views.blueprint import pages
from inmeko.web.filters import day, number

COLUMNS = (
    "asset_code",
    "asset",
    "body",
    "path",
    "law",
    "state",
    "from",
    "to",
    "ended_on",
    "rent_eur_month",
    "purpose",
    "ada",
    "decision",
    "page",
)
FIELD_LABELS = {
    "path": N_("Legal path"),
    "purpose": N_("Purpose"),
    "terms": N_("Terms"),
    "rent": N_("Rent (€ per month)"),
    "starts_on": N_("First day"),
    "ends_on": N_("Last day"),
    "decision_number": N_("Number of the decision"),
    "council_members": N_("Members of the council, all of them"),
    "votes_for": N_("Votes in favour"),
    "answers": N_("Answers"),
    "state": N_("How it stands"),
    "ada": N_("ΑΔΑ of the decision"),
    "posted_on": N_("Posted on"),
    "closed_on": N_("Over since"),
    "close_reason": N_("Reason"),
    "close_ada": N_("ΑΔΑ of the revocation"),
    "returned_on": N_("Handed back on"),
    "return_condition": N_("Condition"),
    "asset": N_("Asset"),
    "body": N_("Body"),
    "what": N_("What must be done"),
    "due_on": N_("Due by"),
    "done_on": N_("Done on"),
    "yearly": N_("Every year again"),
    "report": N_("Report"),
    "written_on": N_("Day"),
}
IN_WORDS: Mapping[str, Mapping[str, str]] = {
    "path": {key.value: words for key, words in PATH_LABELS.items()},
    "state": {key.value: words for key, words in CONCESSION_LABELS.items()},
    "report": {key.value: words for key, words in REPORT_LABELS.items()},
    "return_condition": LABELS[Condition],
}


@pages.context_processor
def words() -> dict[str, Any]:
    """Hand templates the words of concessions, decisions and costs."""
    return {
        "CONCESSION": CONCESSION_LABELS,
        "PATHS": PATH_LABELS,
        "APPLICANTS": APPLICANT_LABELS,
        "REGIMES": REGIME_LABELS,
        "REPORTS": REPORT_LABELS,
        "COSTS": COST_LABELS,
        "LINKS": LINK_LABELS,
        "RELATIONS": RELATION_LABELS,
        "VERDICTS": conceding.VERDICT_LABELS,
        "STANDINGS": conceding.STANDING_LABELS,
        "EVIDENCE": EVIDENCE_LABELS,
        "CONFIRMED_BY": CONFIRMED_BY,
        "BODIES": ORGANISATION_LABELS,
        "document_url": document_url,
    }


def panel(asset: Asset, actor: Actor) -> dict[str, Any]:
    """What the page of an asset says about its concessions and its decisions."""
    staff = policy.may_see_staff_fields(actor, asset.municipality_id)
    today = athens_date(clock.now())
    given = queries.of_asset(asset, everything=staff)
    return {
        "given": given,
        "held": any(
            one.state is ConcessionState.ACTIVE and one.starts_on <= today for one in given
        ),
        "evidence": decisions.of_asset(asset),
        "given_today": today,
    }


def facts(concession: Concession, *, inside: bool) -> list[dict[str, Any]]:
    """What the page of a concession says: for the public who, what, how long, by which decision."""
    path = PATH[concession.path]
    rows = [
        (N_("Body"), concession.organisation.name),
        (N_("Legal path"), gettext(path.title)),
        (N_("Law"), path.law),
        (N_("Decided by"), gettext(path.decides)),
        (N_("Purpose"), concession.purpose),
        (N_("From"), day(concession.starts_on)),
        (N_("Until"), day(concession.ends_on) if concession.ends_on else gettext("no end agreed")),
        (N_("Rent"), rent(concession)),
        (N_("Number of the decision"), concession.decision_number),
        (N_("Posted on"), day(concession.posted_on) if concession.posted_on else ""),
        (N_("Over since"), day(concession.closed_on) if concession.closed_on else ""),
        (N_("Handed back on"), day(concession.returned_on) if concession.returned_on else ""),
    ]
    if inside:
        rows += [
            (N_("Votes in favour"), _votes(concession)),
            (N_("Terms"), concession.terms),
            (N_("Reason"), concession.close_reason),
        ]
    return [{"key": gettext(key), "value": value} for key, value in rows]


def rent(concession: Concession) -> str:
    """The rent in words."""
    if concession.rent is None:
        return ""
    if not concession.rent:
        return str(gettext("free of charge"))
    return str(gettext("%(amount)s € per month", amount=number(concession.rent, 2)))


def _votes(concession: Concession) -> str:
    if concession.votes_for is None or concession.council_members is None:
        return ""
    return str(
        gettext(
            "%(votes)s of %(members)s",
            votes=concession.votes_for,
            members=concession.council_members,
        )
    )


def row(concession: Concession) -> dict[str, str]:
    """A concession as open data: no word about people."""
    path = PATH[concession.path]
    return {
        "asset_code": concession.asset.code,
        "asset": concession.asset.title,
        "body": concession.organisation.name,
        "path": concession.path.value,
        "law": path.law,
        "state": concession.state.value,
        "from": concession.starts_on.isoformat(),
        "to": _iso(concession.ends_on),
        "ended_on": _iso(concession.closed_on or concession.returned_on),
        "rent_eur_month": "" if concession.rent is None else str(concession.rent),
        "purpose": concession.purpose,
        "ada": concession.ada or "",
        "decision": document_url(concession.ada) if concession.ada else "",
        "page": url_for("resources.concession", concession_id=concession.id, _external=True),
    }


def _iso(value: date | None) -> str:
    return value.isoformat() if value else ""


def events(concession: Concession, open_ones: Iterable[Obligation]) -> Iterator[Event]:
    """The days of a concession for a calendar: what is due, and its last day."""
    page = url_for("resources.concession", concession_id=concession.id, _external=True)
    host = current_app.config["SETTINGS"].base_url.split("://")[-1]
    for one in open_ones:
        if one.done_on is None:
            said = f"{one.what} – {concession.asset.title}"
            yield Event(f"obligation-{one.id}@{host}", one.due_on, said, page)
    if concession.ends_on and concession.state is ConcessionState.ACTIVE:
        said = gettext("The concession ends: %(asset)s", asset=concession.asset.title)
        yield Event(f"concession-{concession.id}@{host}", concession.ends_on, said, page)


def uploads(field: Any) -> list[tuple[IO[bytes], str]]:
    """The files that were really chosen in a field."""
    return [
        (file.stream, file.filename or "") for file in field.data or [] if file and file.filename
    ]


def may_open_paper(actor: Actor, attachment: Attachment) -> bool:
    """Papers of a concession are opened by those who follow it."""
    found = queries.of_file(attachment.kind, attachment.key)
    return found is not None and policy.may_follow(actor, found)


FILE_POLICIES = dict.fromkeys(("concession", "obligation", "concession_report"), may_open_paper)


def story(deeds: list[Deed]) -> list[Deed]:
    """The history of a concession, its words and days as its readers write them."""
    return [
        replace(
            deed,
            changes=[
                replace(one, before=_said(one.field, one.before), after=_said(one.field, one.after))
                for one in deed.changes
            ],
        )
        for deed in deeds
    ]


def _said(name: str, kept: Any) -> Any:
    if not isinstance(kept, str) or not kept:
        return kept
    if name in IN_WORDS:
        return gettext(IN_WORDS[name].get(kept, kept))
    return day(date.fromisoformat(kept)) if name.endswith("_on") else kept


TELLER = Teller(FIELD_LABELS, story, lambda key: url_for("resources.concession", concession_id=key))


def page_of(concession: Concession) -> str:
    """The address of a concession's page."""
    return url_for("resources.concession", concession_id=concession.id)


def chosen_body(bodies: Sequence[Any], wanted: str) -> Any:
    """The body of a town with this number; NotFoundError for another's."""
    found = next((body for body in bodies if str(body.id) == wanted), None)
    if found is None:
        raise NotFoundError(N_("There is no such organisation in this municipality."))
    return found
