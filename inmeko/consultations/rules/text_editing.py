"""Two people at one form: what it showed as short sums, and what of mine differs from theirs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from inmeko.consultations.rules.text_differences import compare
from inmeko.consultations.rules.texts import Article, read_articles, typed_articles
from inmeko.kernel import sealing
from inmeko.kernel.errors import ConflictError
from inmeko.kernel.text import N_

# The field that carries what a form showed; a refusal on it asks for a choice.
SEEN = "seen"
ARTICLES = "articles"


@dataclass(frozen=True)
class Parted:
    """An article on which two people differ; nothing where one of them has none."""

    number: int
    heading: str
    mine: str
    theirs: str
    # Whether I left it as the form showed it to me.
    untouched: bool


def marks(kept: Mapping[str, Any]) -> str:
    """What a form shows, as a short sum of each field and of each article, in JSON."""
    found: dict[str, Any] = {name: _sum(plain(value)) for name, value in kept.items()}
    if ARTICLES in kept:
        found["each"] = {one.heading: _sum(_said(one)) for one in _articles(kept[ARTICLES])}
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def check_seen(seen: str, kept: Mapping[str, Any]) -> None:
    """Refuse to save over what somebody else saved since the form was shown."""
    if seen != marks(kept):
        message = N_("Somebody else changed this page while you were working on it.")
        raise ConflictError(message, field=SEEN)


def untouched(seen: str, name: str, mine: object) -> bool:
    """Whether a field still holds what the form showed in it."""
    return _read(seen).get(name) == _sum(plain(mine))


def parted(seen: str, mine: str, theirs: str) -> list[Parted]:
    """The articles, as they are typed, on which two people differ."""
    shown = _read(seen).get("each")
    known: Mapping[str, str] = shown if isinstance(shown, dict) else {}
    return [
        Parted(
            number,
            (one.after or one.before or Article("", "")).heading,
            _said(one.after),
            _said(one.before),
            _is_untouched(known, one.before, one.after),
        )
        for number, one in enumerate(compare(_articles(theirs), _articles(mine)))
        if one.changed
    ]


def joined(mine: str, theirs: str, taken: Mapping[int, str]) -> str:
    """The articles of both: those of mine, but of theirs where it was chosen by its number."""
    pairs = enumerate(compare(_articles(theirs), _articles(mine)))
    chosen = (one.before if taken.get(number) == "theirs" else one.after for number, one in pairs)
    return typed_articles([one for one in chosen if one is not None])


def plain(value: object) -> str:
    """A value of a form as a text that can be compared."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    return "\n".join(line.rstrip() for line in str(value).splitlines()).strip()


def _is_untouched(known: Mapping[str, str], theirs: Article | None, mine: Article | None) -> bool:
    # An article that I lack was theirs to add, unless the form had shown it to me.
    if mine is None:
        return theirs is not None and theirs.heading not in known
    return known.get(mine.heading) == _sum(_said(mine))


def _articles(typed: object) -> list[Article]:
    return read_articles(str(typed or ""))


def _said(one: Article | None) -> str:
    return typed_articles([one]) if one else ""


def _sum(text: str) -> str:
    return sealing.digest({"": text})[:12]


def _read(seen: str) -> Mapping[str, Any]:
    try:
        found = json.loads(seen)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
