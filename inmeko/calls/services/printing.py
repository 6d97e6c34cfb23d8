"""The receipt as a paper."""

from inmeko.extensions import papers


def paper(html: str) -> bytes:
    """A page of HTML as PDF; the same page gives the same bytes."""
    return papers.pdf(html)
