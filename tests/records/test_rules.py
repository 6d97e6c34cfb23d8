"""Numbers, series, hashes and retries: with plain objects only."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.records.rules import Direction, JobState, audit, outbox, protocol, protocol_number

MOMENT = datetime(2026, 5, 12, 7, 30, tzinfo=UTC)


def test_a_number_is_printed_with_its_day() -> None:
    assert protocol_number(123, date(2026, 5, 12)) == "123/12-05-2026"


def test_an_entry_is_found_by_subject_and_party() -> None:
    assert protocol.search_text("Αίτηση", "Κοιν.Σ.Επ. Ήλιος") == "αιτηση κοινσεπ ηλιοσ"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("123", (123, None)),
        (" 123/ ", (123, None)),
        ("123/12-05-2026", (123, 2026)),
        ("123/12/5/2026", (123, 2026)),
        ("123/2026", (123, 2026)),
        ("αίτηση 123", None),
        ("1234567890", None),
        ("", None),
    ],
)
def test_a_typed_number_asks_for_its_entry(typed: str, meant: object) -> None:
    assert protocol.number_in(typed) == meant


@pytest.mark.parametrize(
    ("subject", "party", "field"),
    [(" ", "", "subject"), ("α" * 501, "", "subject"), ("α", "β" * 301, "party")],
)
def test_an_entry_needs_a_subject_and_fits_the_register(
    subject: str, party: str, field: str
) -> None:
    with pytest.raises(RuleError) as refusal:
        protocol.check_entry(subject, party)
    assert refusal.value.field == field


def test_cancelling_needs_a_reason_and_happens_once() -> None:
    protocol.check_cancel(None, "διπλή καταχώριση")
    with pytest.raises(RuleError):
        protocol.check_cancel(None, "  ")
    with pytest.raises(RuleError):
        protocol.check_cancel(None, "α" * 501)
    with pytest.raises(ConflictError):
        protocol.check_cancel(MOMENT, "διπλή καταχώριση")


@pytest.mark.parametrize(
    ("numbers", "drawn", "gaps", "doubles"),
    [
        ([1, 2, 3], 3, (), ()),
        ([], 0, (), ()),
        ([1, 3], 3, (2,), ()),
        ([2, 3], 3, (1,), ()),
        ([1, 2], 4, (3, 4), ()),
        ([1, 2, 2, 4], 4, (3,), (2,)),
    ],
)
def test_a_series_names_its_gaps_and_doubles(
    numbers: list[int], drawn: int, gaps: tuple[int, ...], doubles: tuple[int, ...]
) -> None:
    found = protocol.examine(numbers, drawn)
    assert (found.gaps, found.doubles, found.count) == (gaps, doubles, len(numbers))
    assert found.whole == (not gaps and not doubles)


def test_pauses_grow_and_the_eighth_failure_is_the_last() -> None:
    pauses = [outbox.pause(attempt) for attempt in range(1, 9)]
    assert pauses[0] == timedelta(seconds=30)
    assert pauses[1] == timedelta(minutes=2)
    assert pauses[6] == timedelta(hours=6)
    assert pauses[7] is None
    known = [pause for pause in pauses if pause]
    assert known == sorted(known)


def test_addresses_are_masked_wherever_they_stand() -> None:
    assert outbox.masked("maria@example.org") == "m***@example.org"
    assert outbox.masked("550 <maria@example.org> unknown") == "550 <m***@example.org> unknown"


@pytest.mark.parametrize("text", ["", "nobody", "a@b\nBcc: c@d", "a@b, c@d", "a b@example.org"])
def test_an_address_smuggles_no_header(text: str) -> None:
    with pytest.raises(RuleError):
        outbox.check_address(text)


def test_a_subject_stays_on_one_line() -> None:
    assert outbox.one_line("Καλώς\r\nBcc: x@example.org") == "Καλώς Bcc: x@example.org"


def test_what_is_done_is_not_run_again() -> None:
    outbox.check_retry(JobState.DEAD)
    with pytest.raises(ConflictError):
        outbox.check_retry(JobState.DONE)


def test_values_are_kept_as_json_keeps_them() -> None:
    values = {
        "area": Decimal("310.50"),
        "day": date(2026, 5, 12),
        "way": Direction.INCOMING,
        "set": {"b", "a"},
    }
    assert audit.plain(values) == {
        "area": "310.50",
        "day": "2026-05-12",
        "way": "incoming",
        "set": ["a", "b"],
    }
    assert audit.plain(None) is None
    with pytest.raises(TypeError):
        audit.plain({"thing": object()})


def test_changes_are_the_fields_that_differ() -> None:
    found = audit.changes({"title": "α", "area": 1}, {"title": "β", "area": 1, "year": 1950})
    assert found == [audit.Change("title", "α", "β"), audit.Change("year", None, 1950)]


@dataclass(frozen=True)
class Link:
    id: int
    chain: int
    number: int
    at: datetime
    actor_id: int | None
    deed: str
    kind: str
    key: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    previous_hash: str
    hash: str


def chain(length: int) -> list[Link]:
    links, previous = [], audit.GENESIS
    for number in range(1, length + 1):
        bare = Link(number, 1, number, MOMENT, 5, "changed", "asset", 9, None, {"τ": 1}, "", "")
        digest = audit.digest(previous, audit.vars_of(bare))
        links.append(replace(bare, previous_hash=previous, hash=digest))
        previous = digest
    return links


def test_a_whole_chain_holds() -> None:
    links = chain(5)
    assert audit.first_break(links, 5, links[-1].hash) is None
    assert audit.first_break([], 0, audit.GENESIS) is None


@pytest.mark.parametrize(
    ("tamper", "number"),
    [
        (lambda links: [*links[:2], replace(links[2], after={"τ": 2}), *links[3:]], 3),
        (lambda links: [*links[:2], replace(links[2], actor_id=6), *links[3:]], 3),
        (lambda links: [*links[:2], *links[3:]], 3),
        (lambda links: links[:4], 5),
        (lambda links: [links[1], links[0], *links[2:]], 1),
    ],
)
def test_a_tampered_chain_names_its_first_broken_entry(tamper: Any, number: int) -> None:
    links = chain(5)
    found = audit.first_break(tamper(links), 5, links[-1].hash)
    assert found is not None
    assert found.number == number


def test_a_rewritten_entry_breaks_the_one_after_it() -> None:
    links = chain(3)
    forged = replace(links[1], deed="retired")
    forged = replace(forged, hash=audit.digest(forged.previous_hash, audit.vars_of(forged)))
    found = audit.first_break([links[0], forged, links[2]], 3, links[2].hash)
    assert found == audit.Break(3, "does not follow the one before")
