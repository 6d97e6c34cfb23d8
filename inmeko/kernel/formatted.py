"""Texts with a little formatting: as people type them, as they are kept, and without it.

Typed: an empty line between paragraphs, lines that begin with "- " or "1. " as lists, "## "
before a heading, **bold**, *italic*, [words](https://…). Kept: cleaned HTML of a few tags.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from html.parser import HTMLParser

import nh3

TAGS = {"p", "br", "h3", "ul", "ol", "li", "strong", "em", "a"}
ATTRIBUTES = {"a": {"href"}}
SCHEMES = {"http", "https", "mailto", "tel"}
SAME = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h4": "h3", "div": "p"}

_LOOKS_LIKE_HTML = re.compile(r"\s*<(?:p|ul|ol|h[1-6]|div|br|strong|em|b|i|a)\b", re.IGNORECASE)
_RENAMED = re.compile(r"<(/?)(b|i|h1|h2|h4|div)(?=[\s>])[^>]*>", re.IGNORECASE)
_BLOCKS = re.compile(r"\n\s*\n")
_ITEM = re.compile(r"\s*[-•]\s+(.*)")
_NUMBERED = re.compile(r"\s*\d{1,3}[.)]\s+(.*)")
_HEADING = re.compile(r"\s*#{1,4}\s+(.*)")
_LINK = re.compile(r"\[([^\[\]]+)\]\(((?:https?://|mailto:|tel:)[^\s()]+)\)")
_BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")
_ITALIC = re.compile(r"(?<!\*)\*(\S(?:.*?\S)?)\*(?!\*)")
_PLACE = re.compile(r"\[([^\[\]()<>]{2,120})\](?!\()")
_TAG = re.compile(r"<[^>]*>")


def clean(html: str) -> str:
    """HTML of the few tags that texts may have; everything else is taken out."""
    renamed = _RENAMED.sub(lambda found: f"<{found[1]}{SAME[found[2].lower()]}>", html)
    return nh3.clean(
        renamed,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    ).strip()


def to_html(typed: str) -> str:
    """What somebody typed (or pasted as HTML), as it is kept."""
    if _LOOKS_LIKE_HTML.match(typed):
        return clean(typed)
    blocks = _BLOCKS.split(typed.replace("\r\n", "\n").strip())
    return clean("".join(_block(block) for block in blocks if block.strip()))


def to_typed(html: str) -> str:
    """A kept text as one types it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.typed()


def plain(html: str) -> str:
    """The bare words of a kept text."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def placeholders(text: str) -> list[str]:
    """What stands in square brackets: places that a template leaves to be filled in."""
    return _PLACE.findall(unescape(_TAG.sub(" ", text)))


def _block(block: str) -> str:
    """A paragraph, or the lists and headings that its lines make."""
    return "".join(
        f"<h3>{lines[0]}</h3>"
        if kind == "h3"
        else f"<p>{'<br>'.join(lines)}</p>"
        if kind == "p"
        else f"<{kind}>{''.join(f'<li>{line}</li>' for line in lines)}</{kind}>"
        for kind, lines in _runs(block.split("\n"))
    )


def _runs(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Lines that belong together, with the tag of what they are."""
    now, found = "", list[str]()
    for line in lines:
        kind, words = _kind(line)
        if found and (kind != now or kind == "h3"):
            yield now, found
            found = []
        now = kind
        found.append(_inline(words))
    if found:
        yield now, found


def _kind(line: str) -> tuple[str, str]:
    for kind, pattern in (("h3", _HEADING), ("ul", _ITEM), ("ol", _NUMBERED)):
        if match := pattern.fullmatch(line):
            return kind, match[1]
    return "p", line.strip()


def _inline(line: str) -> str:
    line = escape(line, quote=False)
    quoted = '<a href="{}">{}</a>'
    line = _LINK.sub(lambda found: quoted.format(found[2].replace('"', "&quot;"), found[1]), line)
    line = _BOLD.sub(r"<strong>\1</strong>", line)
    return _ITALIC.sub(r"<em>\1</em>", line)


class _Reader(HTMLParser):
    """Writes kept HTML back as it is typed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._lists: list[tuple[str, int]] = []
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self._lists.append((tag, 0))
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")
        self._parts.append(self._opening(tag))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag == "a" and self._links:
            self._parts.append(f"]({self._links.pop()})")
            return
        closing = {"strong": "**", "em": "*", "li": "\n", "p": "\n\n", "h3": "\n\n"}
        self._parts.append(closing.get(tag, "\n" if tag in ("ul", "ol") else ""))

    def handle_data(self, data: str) -> None:
        self._parts.append(data if data.strip() else (" " if data and "\n" not in data else ""))

    def _opening(self, tag: str) -> str:
        if tag == "li" and self._lists:
            kind, count = self._lists[-1]
            self._lists[-1] = (kind, count + 1)
            return f"{count + 1}. " if kind == "ol" else "- "
        return {"strong": "**", "em": "*", "br": "\n", "h3": "## ", "a": "["}.get(tag, "")

    def typed(self) -> str:
        """All of it, with one empty line between blocks."""
        return re.sub(r"\n{3,}", "\n\n", "".join(self._parts)).strip()
