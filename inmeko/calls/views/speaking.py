"""Say what a call holds, and what changed in it, in the reader's words."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_babel import gettext

from inmeko.accounts.rules import ORGANISATION_LABELS, SECTOR_LABELS
from inmeko.calls.models import Call
from inmeko.calls.queries import calls as queries
from inmeko.calls.rules import editing, versions
from inmeko.calls.rules.content import Contact, Content, Judging, ShownIf
from inmeko.calls.rules.versions import CONTENT_LABELS, DIFFERENCE_LABELS, SORT_LABELS, Difference
from inmeko.calls.rules.words import MEAN_LABELS, OFFER_LABELS, QUESTION_LABELS, TIE_LABELS
from inmeko.kernel import formatted as texts
from inmeko.web.filters import deadline

WORDS: dict[Any, str] = {
    **OFFER_LABELS,
    **MEAN_LABELS,
    **TIE_LABELS,
    **QUESTION_LABELS,
}
# Fields whose plain words stand for a member of an enumeration.
NAMED: dict[str, dict[Any, str]] = {
    "sectors": SECTOR_LABELS,
    "applicants": ORGANISATION_LABELS,
    "only_for": ORGANISATION_LABELS,
}


def differences(found: Iterable[Difference], call: Call) -> list[dict[str, Any]]:
    """What changed in a call, ready for a page: title, tone, and the changed fields."""
    told = list(found)
    titles = _asset_titles(told, call)
    return [
        {
            "kind": one.kind,
            "label": gettext(DIFFERENCE_LABELS[one.kind]),
            "sort": gettext(SORT_LABELS[one.sort]),
            "name": one.name,
            "key": one.key,
            "changes": [
                {
                    "field": field(change.name),
                    "before": value(change.name, change.before, titles),
                    "after": value(change.name, change.after, titles),
                }
                for change in one.changes
            ],
        }
        for one in told
    ]


def differing(part: str, content: Content, typed: Content, call: Call) -> list[dict[str, str]]:
    """The fields of a page of the editor that stand otherwise in the call than they were typed."""
    found = versions.difference(typed, content)
    titles = _asset_titles(found, call)
    names = {*editing.PARTS[part], *_inner(part)}
    return [
        {"label": field(change.name), "value": value(change.name, change.after, titles)}
        for one in found
        for change in one.changes
        if change.name in names
    ]


def field(name: str) -> str:
    """The word for a field of a call."""
    return str(gettext(CONTENT_LABELS.get(name, name)))


def value(name: str, given: Any, titles: dict[int, str] | None = None) -> str:
    """A value of a field in words; empty for what is not there."""
    if given is None or given == "" or given == ():
        return ""
    if isinstance(given, bool):
        return str(gettext("Yes") if given else gettext("No"))
    if isinstance(given, ShownIf):
        return ", ".join(given.answers)
    if isinstance(given, tuple | list):
        return " · ".join(_one(name, each, titles or {}) for each in given)
    return _one(name, given, titles or {})


def _one(name: str, given: Any, titles: dict[int, str]) -> str:
    if name in NAMED:
        label = NAMED[name].get(given)
        return str(gettext(label)) if label else str(given)
    if isinstance(given, StrEnum):
        return str(gettext(WORDS[given]))
    if isinstance(given, Decimal):
        return f"{given.normalize():f}".replace(".", ",")
    if isinstance(given, datetime):
        return deadline(given)
    if name == "assets":
        return titles.get(given, f"#{given}")
    return texts.plain(given) if name == "text" else str(given)


def _asset_titles(found: Sequence[Difference], call: Call) -> dict[int, str]:
    numbers = {
        number
        for one in found
        for change in one.changes
        if change.name == "assets"
        for number in (*change.before, *change.after)
    }
    if not numbers:
        return {}
    return {asset.id: asset.title for asset in queries.assets(call, sorted(numbers))}


def _inner(part: str) -> Sequence[str]:
    """The fields of what a page of the editor holds as one thing."""
    held: dict[str, Any] = {"judging": Judging, "contact": Contact}
    return tuple(held[part].__dataclass_fields__) if part in held else ()
