"""Promise: an address never vanishes or changes hands unnoticed."""

from flask import Flask

from tests.checks.renew_urls import URLS, lines

RENEW = (
    "If this is meant, renew the list and let the change be seen with yours:\n"
    "  .venv/bin/python -m tests.checks.renew_urls"
)


def differences(kept: list[str], now: list[str]) -> list[str]:
    """What vanished and what is new, an address that only changed hands named as both."""
    gone = [f"  gone: {line}" for line in kept if line not in now]
    return gone + [f"  new:  {line}" for line in now if line not in kept]


def test_the_addresses_are_those_of_the_list(site: Flask) -> None:
    found = differences(URLS.read_text("utf-8").splitlines(), lines(site))
    assert not found, "\n".join(
        ["The addresses of the site are not those of tests/checks/urls.txt.", *found, RENEW]
    )


def test_the_inspector_sees_what_vanished_and_what_is_new() -> None:
    assert differences(["/a  GET", "/b  GET"], ["/b  GET", "/c  GET"]) == [
        "  gone: /a  GET",
        "  new:  /c  GET",
    ]
