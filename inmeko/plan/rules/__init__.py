"""What a front page shows, and how far it looks ahead."""

from datetime import date

NEWEST = 6
COMING = 8
MONTHS_AHEAD = 12
TOWN_KINDS = 8
SEARCH_FROM = 6


def horizon(today: date) -> date:
    """The last day that counts as coming up: the same day twelve months on."""
    year, month = divmod(today.month - 1 + MONTHS_AHEAD, 12)
    last = 28 if (today.month, today.day) == (2, 29) else today.day
    return date(today.year + year, month + 1, last)
