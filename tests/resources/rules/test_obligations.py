"""When something is due again, when to remind, and dates as a calendar file."""

from datetime import UTC, date, datetime

from inmeko.resources.rules import obligations
from inmeko.resources.rules.obligations import Event

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


def test_the_last_of_february_comes_back_where_there_is_one() -> None:
    first = date(2024, 2, 29)
    due = first
    days = []
    for _ in range(4):
        due = obligations.next_due(first, due)
        days.append(due)
    assert days == [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)]


def test_reminders_come_thirty_and_seven_days_before_at_eight_in_athens() -> None:
    found = obligations.reminders(date(2026, 12, 1), NOW)
    assert found == [
        (30, datetime(2026, 11, 1, 6, 0, tzinfo=UTC)),
        (7, datetime(2026, 11, 24, 6, 0, tzinfo=UTC)),
    ]
    assert [days for days, _ in obligations.reminders(date(2026, 5, 25), NOW)] == [7]
    assert obligations.reminders(date(2026, 5, 13), NOW) == []


def test_the_day_itself_is_not_overdue() -> None:
    late = datetime(2026, 5, 12, 20, 59, tzinfo=UTC)
    assert not obligations.overdue(date(2026, 5, 12), None, late)
    assert obligations.overdue(date(2026, 5, 12), None, datetime(2026, 5, 12, 21, 0, tzinfo=UTC))
    assert not obligations.overdue(date(2026, 5, 1), date(2026, 5, 2), late)


def test_lines_of_a_calendar_are_folded_at_seventy_five_octets() -> None:
    event = Event("1@x", date(2026, 12, 31), "Ετήσια έκθεση, " * 12, "https://example.org/1")
    text = obligations.as_calendar("Δήμος", [event], NOW)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    whole = text.replace("\r\n ", "")
    assert "SUMMARY:" + "Ετήσια έκθεση\\, " * 12 in whole
    assert "DTEND;VALUE=DATE:20270101" in whole
    assert text.endswith("END:VCALENDAR\r\n")
