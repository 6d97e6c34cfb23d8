"""Many writers at once: no number is lost or doubled, no chain breaks, no job runs twice."""

import itertools
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.kernel import clock
from inmeko.kernel.errors import ConflictError
from inmeko.records import queries, services
from inmeko.records.models import ProtocolEntry
from inmeko.records.rules import audit, protocol
from tests.builders.people import municipality
from tests.builders.records import SOMEBODY, at_once, entry, job

THREADS, TIMES = 8, 40


class RefusedError(Exception):
    pass


def write(town_id: int, thread: int) -> int:
    """Enter forty documents, every fifth of which fails after its number was drawn."""
    kept = 0
    for time in range(TIMES):
        try:
            with transaction():
                incoming = protocol.Direction.INCOMING
                services.enter(SOMEBODY, town_id, direction=incoming, subject=f"{thread}/{time}")
                if time % 5 == thread % 5:
                    raise RefusedError
                kept += 1
        except RefusedError:
            pass
    return kept


def check(town_id: int) -> dict[int, protocol.Series]:
    years = queries.protocol_years(municipality_id=town_id)
    return {
        year: protocol.examine(
            queries.numbers(municipality_id=town_id, year=year),
            queries.drawn(municipality_id=town_id, year=year),
        )
        for year in years
    }


def chain_break(chain: int) -> audit.Break | None:
    number, last = queries.head(chain=chain)
    return audit.first_break(queries.links(chain=chain), number, last)


def test_parallel_writers_with_failures_leave_no_gap_and_no_double(own_app) -> None:
    with transaction():
        town = municipality().id
    kept = at_once(own_app, THREADS, lambda thread: write(town, thread))
    (series,) = check(town).values()
    assert series.whole
    assert (series.first, series.last, series.count) == (1, 256, 256)
    assert sum(kept) == 256
    assert chain_break(town) is None


def test_parallel_writers_over_the_turn_of_the_year(own_app, monkeypatch) -> None:
    with transaction():
        town = municipality().id
    start = datetime(2026, 12, 31, 21, 59, tzinfo=UTC)
    ticks = itertools.count()
    # The clock strikes twelve in Athens while the writers are at work.
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(milliseconds=100 * next(ticks)))
    at_once(own_app, THREADS, lambda thread: write(town, thread))
    found = check(town)
    assert set(found) == {2026, 2027}
    assert all(series.whole for series in found.values())
    assert sum(series.count for series in found.values()) == 256
    for made in db.session.query(ProtocolEntry):
        assert made.entered_on.year == made.year
    assert chain_break(town) is None


def test_one_form_sent_by_many_at_once_gets_one_number(own_app) -> None:
    with transaction():
        town = municipality().id

    def send(_thread: int) -> int:
        with transaction():
            incoming = protocol.Direction.INCOMING
            words = "διπλό πάτημα"
            return services.enter(
                SOMEBODY, town, direction=incoming, subject=words, once="c" * 36
            ).number

    assert set(at_once(own_app, 6, send)) == {1}
    assert check(town)[clock.now().year].count == 1


def test_cancelling_at_once_succeeds_once(own_app) -> None:
    with transaction():
        made = entry(municipality()).id

    def cancel(_thread: int) -> bool:
        try:
            with transaction():
                services.cancel(SOMEBODY, db.session.get_one(ProtocolEntry, made), "λάθος")
        except ConflictError:
            return False
        return True

    assert sum(at_once(own_app, 4, cancel)) == 1


def test_parallel_deeds_in_two_towns_keep_both_chains_whole(own_app) -> None:
    with transaction():
        towns = [municipality().id, municipality().id]

    def note(thread: int) -> None:
        for time in range(20):
            with transaction():
                town = towns[thread % 2]
                services.note(SOMEBODY, "changed", "asset", time, municipality_id=town)
                things = ((key, None, {"key": key}) for key in range(5))
                services.note_many(SOMEBODY, "imported", "asset", things, municipality_id=town)

    at_once(own_app, THREADS, note)
    for town in towns:
        assert queries.head(chain=town)[0] == 4 * 20 * 6
        assert chain_break(town) is None


@pytest.mark.parametrize("failing", [False, True])
def test_two_runners_never_run_one_job_at_the_same_time(own_app, failing) -> None:
    with transaction():
        for number in range(60):
            job(payload={"n": number})
    guard, ran = threading.Lock(), Counter[int]()
    running: set[int] = set()
    overlaps: list[int] = []

    def count(payload) -> None:
        with guard:
            overlaps.extend(running & {payload["n"]})
            running.add(payload["n"])
            ran[payload["n"]] += 1
        with guard:
            running.discard(payload["n"])
        if failing and payload["n"] % 3 == 0:
            raise RuntimeError("no luck")

    runner = services.Runner({"count": count}, threading.Event())
    done = at_once(own_app, 2, lambda _thread: runner.run_due())
    assert sum(done) == 60
    assert not overlaps
    assert set(ran.values()) == {1}
