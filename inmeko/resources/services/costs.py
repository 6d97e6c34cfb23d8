"""Costs of standing idle, entered with their sources, and uses proposed in figures."""

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from inmeko.extensions import db
from inmeko.extensions.workbooks import print_wide
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_year
from inmeko.kernel.errors import RuleError
from inmeko.kernel.tables import csv_text
from inmeko.kernel.text import N_, guard_cell
from inmeko.records.services import note
from inmeko.resources.models import Asset, AssetCost, ReuseScenario
from inmeko.resources.queries import costs as queries
from inmeko.resources.rules import reuse
from inmeko.resources.rules.concession_words import CostKind
from inmeko.resources.services import assets

FIGURES = (
    "investment",
    "grant_amount",
    "paid_by_body",
    "running_cost",
    "income",
    "saved_cost",
    "price_change",
    "first_year",
    "years",
)
REMEMBERED = ("title", "notes", *FIGURES)
MONEY = "#,##0.00"
Table = Sequence[Sequence[object]]


def enter(
    actor: Actor, asset: Asset, *, kind: CostKind, amount: Decimal, year: int, source: str
) -> AssetCost:
    """Enter a yearly cost of an asset; its cost of standing idle becomes the sum of them."""
    if not source.strip():
        raise RuleError(N_("Say where this figure comes from."), field="source")
    if not 1950 <= year <= athens_year(clock.now()) + 1:
        raise RuleError(N_("This year makes no sense here."), field="year")
    cost = AssetCost(
        municipality_id=asset.municipality_id,
        asset=asset,
        kind=kind,
        amount=amount,
        year=year,
        source=source.strip(),
    )
    db.session.add(cost)
    db.session.flush()
    in_step(actor, asset)
    return cost


def remove(actor: Actor, cost: AssetCost) -> None:
    """Take a cost away that was entered by mistake."""
    asset = cost.asset
    db.session.delete(cost)
    db.session.flush()
    in_step(actor, asset)


def draw_up(actor: Actor, asset: Asset, values: Mapping[str, Any]) -> ReuseScenario:
    """Keep a proposed use in figures."""
    made = ReuseScenario(municipality_id=asset.municipality_id, asset=asset)
    _fill(made, values)
    db.session.add(made)
    db.session.flush()
    _note(actor, "proposal drawn up", made, after=_facts(made))
    return made


def redraw(actor: Actor, scenario: ReuseScenario, values: Mapping[str, Any]) -> None:
    """Correct a proposed use."""
    before = _facts(scenario)
    _fill(scenario, values)
    db.session.flush()
    if before != _facts(scenario):
        _note(actor, "changed", scenario, before=before, after=_facts(scenario))


def drop(actor: Actor, scenario: ReuseScenario) -> None:
    """Remove a proposed use."""
    _note(actor, "proposal removed", scenario, before=_facts(scenario))
    db.session.delete(scenario)
    db.session.flush()


def proposal(scenario: ReuseScenario) -> reuse.Proposal:
    """A proposed use as the rules reckon with it."""
    return reuse.Proposal(
        investment=scenario.investment,
        grant=scenario.grant_amount,
        paid_by_body=scenario.paid_by_body,
        running_cost=scenario.running_cost,
        income=scenario.income,
        saved_cost=scenario.saved_cost,
        price_change=scenario.price_change,
        first_year=scenario.first_year,
        years=scenario.years,
    )


def as_csv(table: Table) -> str:
    """A table as CSV with semicolons and a byte order mark, as Greek spreadsheets open it."""
    return csv_text([_written(value) for value in row] for row in table)


def as_xlsx(table: Table, title: str) -> bytes:
    """A table as an XLSX workbook: numbers as numbers, nothing that would be run."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31] or "Inmeko"
    for number, row in enumerate(table, start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            if isinstance(value, Decimal):
                cell.value, cell.number_format = value, MONEY
            elif isinstance(value, int):
                cell.value = value
            else:
                cell.value, cell.data_type = str(value), "s"
            if len(row) > 3 and not isinstance(row[0], int):
                cell.font = Font(bold=True)
    print_wide(sheet)
    for letter in "ABCDEFGHIJ":
        sheet.column_dimensions[letter].width = 18
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _written(value: object) -> str:
    return str(value).replace(".", ",") if isinstance(value, Decimal) else guard_cell(str(value))


def in_step(actor: Actor, asset: Asset) -> None:
    """Let the asset's own figure be the sum of the entered ones."""
    total = reuse.total(reuse.yearly(queries.of_asset(asset)))
    assets.amend(actor, asset, {"idle_cost": total}, version=asset.version)


def _fill(scenario: ReuseScenario, values: Mapping[str, Any]) -> None:
    with db.session.no_autoflush:
        for name in REMEMBERED:
            setattr(scenario, name, values[name])
        reuse.check(proposal(scenario))


def _facts(scenario: ReuseScenario) -> dict[str, Any]:
    return {name: getattr(scenario, name) for name in REMEMBERED}


def _note(actor: Actor, deed: str, scenario: ReuseScenario, **states: dict[str, Any]) -> None:
    town = scenario.municipality_id
    note(actor, deed, "reuse_scenario", scenario.id, municipality_id=town, **states)
