"""What a front page shows, and how far it looks ahead."""

from datetime import date

NEWEST = 6
COMING = 8
MONTHS_AHEAD = 12
SEARCH_FROM = 6


def horizon(today: date) -> date:
    """The last day that counts as coming up: the same day twelve months on."""
    year, month = divmod(today.month - 1 + MONTHS_AHEAD, 12)
    last = 28 if (today.month, today.day) == (2, 29) else today.day
    return date(today.year + year, month + 1, last)


def spoken_phone(number: str) -> str:
    """A Greek number in groups, as it is read aloud: +30 2444 000000; others as they are."""
    local = number.removeprefix("+30")
    if local == number or len(local) != 10 or not local.isdigit():
        return number
    return f"+30 {local[:4]} {local[4:]}" if local[0] == "2" else f"+30 {local[:3]} {local[3:]}"
