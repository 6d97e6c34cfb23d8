"""Costs of standing idle and proposed uses: kept in step, added up, taken away as tables."""

import csv
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from inmeko.accounts.rules import Role
from inmeko.kernel.errors import RuleError
from inmeko.resources.models import AssetCost
from inmeko.resources.queries import costs as queries
from inmeko.resources.rules.asset import Use
from inmeko.resources.rules.concession_words import CostKind
from inmeko.resources.services import costs
from tests.builders.concessions import SOMEBODY, figures
from tests.builders.people import municipality
from tests.builders.resources import asset


@pytest.fixture
def town(session):
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def enter(thing, kind=CostKind.SECURITY, amount="100.00", year=2025) -> AssetCost:
    values = {"kind": kind, "amount": Decimal(amount), "year": year, "source": "Λογαριασμοί"}
    return costs.enter(SOMEBODY, thing, **values)


def test_the_cost_of_an_asset_is_the_sum_of_its_newest_figures(town) -> None:
    thing = asset(town, idle_cost=Decimal(7))
    first = enter(thing, amount="900.00", year=2024)
    assert thing.idle_cost == Decimal(900)
    second = enter(thing, amount="1000.50")
    enter(thing, CostKind.INSURANCE, "300.00", 2023)
    assert thing.idle_cost == Decimal("1300.50")
    costs.remove(SOMEBODY, second)
    assert thing.idle_cost == Decimal("1200.00")
    costs.remove(SOMEBODY, first)
    assert thing.idle_cost == Decimal("300.00")


@pytest.mark.parametrize(("year", "source"), [(1900, "Β"), (2100, "Β"), (2025, " ")])
def test_a_figure_needs_a_year_and_a_source(town, year, source) -> None:
    thing = asset(town)
    with pytest.raises(RuleError):
        costs.enter(
            SOMEBODY, thing, kind=CostKind.OTHER, amount=Decimal(1), year=year, source=source
        )


def test_the_town_adds_up_what_stands_idle(town) -> None:
    enter(asset(town), amount="100.00")
    enter(asset(town), CostKind.TAXES, amount="250.00")
    asset(town)
    used = asset(town, use=Use.IN_USE)
    enter(used, amount="9999.00")
    other = asset(municipality(slug="allos"))
    enter(other, amount="5.00")
    found = queries.of_town(town.id)
    assert (found.total, found.known, found.idle) == (Decimal(350), 2, 3)
    assert [one.idle_cost for one in found.rows] == [Decimal(250), Decimal(100)]
    assert queries.by_kind(town.id) == [
        (CostKind.TAXES, Decimal(250)),
        (CostKind.SECURITY, Decimal(100)),
    ]


def test_pages_enter_costs_and_reckon_a_use(town, client, sign_in, session) -> None:
    sign_in(Role.PLANNER, town=town)
    thing = asset(town)
    address = f"/dokimi/resources/{thing.id}"
    sent = {"kind": "security", "amount": "1240,50", "year": "2025", "source": "Λογαριασμοί"}
    assert client.post(f"{address}/costs", data=sent).status_code == 303
    assert client.post(f"{address}/costs", data={**sent, "amount": "x"}).status_code == 422
    assert "1.240,50" in client.get(f"{address}/costs").text
    assert "1240,50" in client.get(f"{address}/reuse/new").text
    typed = {name: str(value).replace(".", ",") for name, value in figures().items()}
    answer = client.post(f"{address}/reuse/new", data=typed)
    assert answer.status_code == 303
    assert "2030" in client.get(answer.location).text
    twice = {**typed, "grant_amount": "40000"}
    assert client.post(f"{address}/reuse/new", data=twice).status_code == 422
    changed = {**typed, "years": "2"}
    assert client.post(f"{answer.location}/edit", data=changed).status_code == 303
    assert client.post(f"{answer.location}/remove").status_code == 303
    (cost,) = session.query(AssetCost).all()
    assert client.post(f"{address}/costs/{cost.id}/remove").status_code == 303
    assert client.get("/dokimi/resources/costs").status_code == 200
    assert "text/csv" in client.get("/dokimi/resources/costs?form=csv").content_type


def test_the_table_holds_every_number_of_the_page(town, client, sign_in) -> None:
    sign_in(Role.PLANNER, town=town)
    made = costs.draw_up(SOMEBODY, asset(town), figures(title="=Στέγη"))
    address = f"/dokimi/resources/reuse/{made.id}/table"
    rows = list(csv.reader(io.StringIO(client.get(f"{address}.csv").text), delimiter=";"))
    assert rows[0][1] == "'=Στέγη"
    assert rows[-1][:2] == ["10", "2036"]
    sheet = load_workbook(io.BytesIO(client.get(f"{address}.xlsx").data)).active
    cells = list(sheet.iter_rows(values_only=True))
    assert (cells[0][1], sheet["B1"].data_type) == ("=Στέγη", "s")
    assert cells[-1][0] == 10
    last = [f"{Decimal(str(value)):.2f}".replace(".", ",") for value in cells[-1][3:]]
    assert last == rows[-1][3:]


def test_costs_are_not_public_and_a_consultant_only_sees(town, client, sign_in) -> None:
    thing = asset(town)
    address = f"/dokimi/resources/{thing.id}/costs"
    assert client.get(address).status_code in {302, 401}
    sign_in(Role.CONSULTANT, town=town)
    assert client.get(address).status_code == 200
    sent = {"kind": "security", "amount": "1", "year": "2025", "source": "Β"}
    assert client.post(address, data=sent).status_code == 403
    sign_in(Role.EVALUATOR, town=town)
    assert client.get(address).status_code == 403
