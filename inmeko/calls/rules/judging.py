"""The questions put to the evaluation table and to the desk, as they stand in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from inmeko.kernel.text import N_

LONGEST_SEARCH = 100
Kind = TypeVar("Kind", bound=StrEnum)


class EligibilityStage(StrEnum):
    """How far the eligibility check of a file has come."""

    UNCHECKED = "unchecked"
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"


STAGE_OF_ELIGIBILITY_LABELS = {
    EligibilityStage.UNCHECKED: N_("Being checked"),
    EligibilityStage.ELIGIBLE: N_("Eligible"),
    EligibilityStage.NOT_ELIGIBLE: N_("Not eligible"),
}


class Standstill(StrEnum):
    """What a file of an evaluation waits for."""

    UNASSIGNED = "unassigned"
    UNFINISHED = "unfinished"
    ALL_IN = "all_in"
    FAR_APART = "far_apart"


STANDSTILL_LABELS = {
    Standstill.UNASSIGNED: N_("Given to too few"),
    Standstill.UNFINISHED: N_("Sheets are missing"),
    Standstill.ALL_IN: N_("All sheets are in"),
    Standstill.FAR_APART: N_("Scores lie far apart"),
}


class TableOrder(StrEnum):
    """What the evaluation table is sorted by."""

    PROTOCOL = "protocol"
    SCORE = "score"
    SPREAD = "spread"


TABLE_ORDER_LABELS = {
    TableOrder.PROTOCOL: N_("Protocol number"),
    TableOrder.SCORE: N_("Score"),
    TableOrder.SPREAD: N_("Spread"),
}


class DeskPile(StrEnum):
    """What an evaluator has to do with a file."""

    TO_DECLARE = "to_declare"
    TO_SCORE = "to_score"
    DONE = "done"
    STEPPED_BACK = "stepped_back"


PILE_LABELS = {
    DeskPile.TO_DECLARE: N_("To declare"),
    DeskPile.TO_SCORE: N_("To score"),
    DeskPile.DONE: N_("Done"),
    DeskPile.STEPPED_BACK: N_("Stepped back from"),
}


@dataclass(frozen=True)
class Asked:
    """A question to the evaluation table."""

    q: str = ""
    eligibility: EligibilityStage | None = None
    standstill: Standstill | None = None
    evaluator: int | None = None
    order: TableOrder = TableOrder.PROTOCOL
    page: int = 1

    def arguments(self, **changes: object) -> dict[str, Any]:
        """The question as it stands in the address; what is not asked is left out."""
        default = Asked()
        given = {**vars(self), "page": 1, **changes}
        return {
            name: str(value)
            for name, value in given.items()
            if value not in (None, "") and value != getattr(default, name)
        }


def read(address: Mapping[str, str]) -> Asked:
    """The question of an address; what makes no sense in it is not asked."""
    return Asked(
        q=address.get("q", "").strip()[:LONGEST_SEARCH],
        eligibility=_member(EligibilityStage, address.get("eligibility")),
        standstill=_member(Standstill, address.get("standstill")),
        evaluator=_number(address.get("evaluator")),
        order=_member(TableOrder, address.get("order")) or TableOrder.PROTOCOL,
        page=max(_number(address.get("page")) or 1, 1),
    )


def pile(address: Mapping[str, str]) -> DeskPile | None:
    """The pile of the desk that an address asks for."""
    return _member(DeskPile, address.get("pile"))


def _member(kind: type[Kind], word: str | None) -> Kind | None:
    return next((one for one in kind if one.value == word), None)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
