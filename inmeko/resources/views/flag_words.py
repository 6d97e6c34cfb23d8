"""What flags say in the reader's language, and what two likely duplicates look like."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext

from inmeko.kernel import identifiers
from inmeko.kernel.errors import RuleError
from inmeko.resources.models import Asset, AssetFlag
from inmeko.resources.queries.flags import Wanted
from inmeko.resources.rules.asset import FIELD
from inmeko.resources.rules.duplicates import REASONS
from inmeko.resources.rules.flagging import FLAG_LABELS, STATE_LABELS, FlagKind, FlagState
from inmeko.resources.rules.merging import differences
from inmeko.resources.services.assets import values_of
from inmeko.resources.views import presenting
from inmeko.web.errors import sentence
from inmeko.web.filters import number

CHECKS = {
    FlagKind.BAD_KAEK: identifiers.kaek,
    FlagKind.BAD_ATAK: identifiers.atak,
    FlagKind.BAD_AFM: identifiers.afm,
}
THOUSAND = 1000


def said(flag: AssetFlag) -> str:
    """One sentence about what is to be looked at."""
    detail = flag.detail
    if flag.kind in CHECKS:
        return f"«{detail.get('value', '')}»: {_why(flag)}"
    return str(_SAYINGS[flag.kind](flag, detail))


def why_alike(flag: AssetFlag) -> list[str]:
    """The reasons for which two assets are likely one, with their points."""
    rows = [
        f"{gettext(REASONS[name])}: {points:+d}"
        for name, points in flag.detail.get("reasons", {}).items()
        if name in REASONS
    ]
    metres = flag.detail.get("metres")
    return [*rows, _apart(metres)] if metres is not None else rows


def tabs(counts: dict[FlagKind, int], wanted: Wanted) -> list[dict[str, Any]]:
    """The kinds of flags as tabs with their counts, those that there are."""
    every = {"label": gettext("All"), "count": number(sum(counts.values()))}
    items = [{**every, "url": address(_of(None, wanted)), "active": wanted.kind is None}]
    for kind in FlagKind:
        if counts.get(kind) or kind is wanted.kind:
            items.append(
                {
                    "label": gettext(FLAG_LABELS[kind]),
                    "count": number(counts.get(kind, 0)),
                    "url": address(_of(kind, wanted)),
                    "active": kind is wanted.kind,
                }
            )
    return items


def standings(wanted: Wanted) -> list[dict[str, Any]]:
    """What waits and what is settled, as tabs."""
    return [
        {
            "label": gettext(STATE_LABELS[state]),
            "url": address(replace(wanted, state=state)),
            "active": state is wanted.state,
        }
        for state in FlagState
    ]


def marked(text: str, proposal: str) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether the proposal writes it otherwise: the Latin letters."""
    pairs = zip(text, proposal, strict=True)
    runs = groupby(pairs, key=lambda pair: pair[0] != pair[1])
    return [("".join(pair[0] for pair in run), differs) for differs, run in runs]


def asked(wanted: Wanted) -> dict[str, Any]:
    """A question to the queue as arguments of an address: the same question, the same address."""
    found: dict[str, Any] = {"kind": wanted.kind.value} if wanted.kind else {}
    if wanted.state is not FlagState.OPEN:
        found["state"] = wanted.state.value
    if wanted.mark:
        found["mark"] = wanted.mark
    if wanted.import_id is not None:
        found["import"] = wanted.import_id
    return found


def address(wanted: Wanted, **more: Any) -> str:
    """The address of the queue for a question."""
    return url_for("resources.flags", **asked(wanted), **more)


def compared(kept: Asset, other: Asset) -> list[dict[str, str]]:
    """Where two assets differ, as rows to choose from."""
    return [
        {
            "name": f"{presenting.CHOICE}{one.field}",
            "label": gettext(FIELD[one.field].label),
            "mine": presenting.written(one.field, one.kept),
            "theirs": presenting.written(one.field, one.other),
            "chosen": "theirs" if one.better else "mine",
        }
        for one in differences(values_of(kept), values_of(other))
    ]


def _of(kind: FlagKind | None, wanted: Wanted) -> Wanted:
    return Wanted(kind=kind, state=wanted.state, import_id=wanted.import_id)


def _why(flag: AssetFlag) -> Any:
    try:
        CHECKS[flag.kind](flag.detail.get("value", ""))
    except RuleError as error:
        return sentence(error)
    return gettext("This number is right now.")


def _apart(metres: float) -> Any:
    if metres >= THOUSAND:
        return gettext("%(distance)s km apart", distance=number(metres / THOUSAND, 1))
    return gettext("%(distance)s m apart", distance=number(metres, 0))


def _outside(flag: AssetFlag, detail: dict[str, Any]) -> Any:
    metres = detail.get("metres") or 0
    if metres >= THOUSAND:
        words = number(metres / THOUSAND, 1)
        return gettext("%(distance)s km outside the boundary", distance=words)
    return gettext("%(distance)s m outside the boundary", distance=number(metres))


def _crowded(flag: AssetFlag, detail: dict[str, Any]) -> Any:
    found = detail.get("count", 0)
    return ngettext(
        "%(num)s asset on the point %(point)s",
        "%(num)s assets on the point %(point)s",
        found,
        point=flag.mark.replace(",", ", "),
    )


def _areas(flag: AssetFlag, detail: dict[str, Any]) -> Any:
    return gettext(
        "Stated %(stated)s m², drawn %(computed)s m²",
        stated=number(Decimal(detail["stated"]), 2),
        computed=number(Decimal(detail["computed"]), 2),
    )


def _mixed(flag: AssetFlag, detail: dict[str, Any]) -> Any:
    words = ", ".join(f"«{word}»" for word in detail.get("words", []))
    named = FIELD[detail["field"]].label
    label = gettext(named)
    return gettext("%(field)s, in %(words)s", field=label, words=words)


def _alike(flag: AssetFlag, detail: dict[str, Any]) -> Any:
    other = flag.other
    return gettext(
        "Like %(code)s “%(title)s” (%(score)s of 100)",
        code=other.code if other else "–",
        title=other.title if other else "–",
        score=detail.get("score", 0),
    )


_SAYINGS: dict[FlagKind, Callable[[AssetFlag, dict[str, Any]], Any]] = {
    FlagKind.OUTSIDE_TOWN: _outside,
    FlagKind.CROWDED_POINT: _crowded,
    FlagKind.REPAIRED_GEOMETRY: lambda _flag, detail: gettext(detail.get("how", "")),
    FlagKind.AREA_DIFFERS: _areas,
    FlagKind.MIXED_SCRIPT: _mixed,
    FlagKind.LIKELY_DUPLICATE: _alike,
}
