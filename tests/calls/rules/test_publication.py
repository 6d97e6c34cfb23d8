"""What of a list is public: by field, in the forms that others read."""

import re
from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from inmeko.accounts.rules import Licence, OrganisationKind
from inmeko.calls.rules import publication
from inmeko.calls.rules.publication import PublicLine, PublicList
from inmeko.calls.rules.words import ListStage, Offer, Outcome

DAY = re.compile(r"\d{4}-\d\d-\d\d")


def say(text: str) -> str:
    return text


def shown(**changes) -> PublicList:
    reasons = ({"ground": "reached", "values": {"score": "86.00", "minimum": "50"}},)
    line = PublicLine(
        1, "12/2026", "=ΚοινΣΕπ Β", Decimal("86.00"), Outcome.SELECTED, "", Decimal(1500), reasons
    )
    out = PublicLine(2, "9/2026", "", None, Outcome.INELIGIBLE, "", None, ())
    known = {
        "key": 3,
        "stage": ListStage.FINAL_LIST,
        "decided_at": datetime(2026, 5, 12, 22, 30, tzinfo=UTC),
        "ada": None,
        "sha256": "0" * 64,
        "minutes": "7/12-05-2026",
        "lot_seed": "",
        "town": "Δήμος Δοκιμής",
        "slug": "dokimi",
        "licence": Licence.CC_BY_4,
        "call": 5,
        "title": "Χρήση του παλαιού σφαγείου",
        "call_ada": "ΨΑΛ3Ω6Μ-ΠΡ1",
        "offers": (Offer.FUNDING,),
        "lines": (line, out),
        "url": "https://example.org/dokimi/calls/5/results",
    }
    return PublicList(**{**known, **changes})


@pytest.mark.parametrize(
    ("kind", "agreed", "named"),
    [
        (OrganisationKind.ASSOCIATION, False, True),
        (OrganisationKind.INFORMAL_GROUP, False, False),
        (OrganisationKind.OTHER, False, False),
        (None, False, False),
        (OrganisationKind.INFORMAL_GROUP, True, True),
    ],
)
def test_only_bodies_and_those_who_agreed_are_named(kind, agreed, named) -> None:
    assert publication.may_be_named(kind, agreed=agreed) is named


def test_a_public_line_has_no_field_for_a_person() -> None:
    known = {one.name for one in fields(PublicLine)}
    assert known == {
        "place", "number", "name", "score", "outcome", "part", "amount", "reasons"
    }  # fmt: skip


def test_a_table_guards_its_cells_and_writes_greek_commas() -> None:
    head, first, last = publication.table(shown(), say)
    assert len(head) == len(first) == len(last)
    assert first[2] == "'=ΚοινΣΕπ Β"
    assert (first[3], first[6]) == ("86,00", "1500,00")
    assert last[0] == "–"


def test_awards_have_the_fields_of_360giving_and_the_athens_day() -> None:
    told = publication.awards(shown(), say)
    [grant] = told["grants"]
    assert grant["amountAwarded"] == 1500
    assert grant["currency"] == "EUR"
    assert grant["awardDate"] == "2026-05-13"
    assert grant["id"] == "inmeko-dokimi-5-2026-12"
    assert grant["fundingOrganization"][0]["name"] == "Δήμος Δοκιμής"
    assert DAY.fullmatch(told["issued"])
    assert len(told["results"]) == 2


def test_a_preliminary_list_awards_nothing_yet() -> None:
    assert publication.awards(shown(stage=ListStage.PRELIMINARY_LIST), say)["grants"] == []


def test_nothing_is_posted_and_no_number_invented_for_diavgeia() -> None:
    told = publication.diavgeia(shown())
    assert told["publish"] is False
    assert told["protocolNumber"] == told["organizationId"] == ""
    assert told["subject"].startswith("Έγκριση οριστικού πίνακα")
    assert told["issueDate"] == "2026-05-13T00:00:00.000+03:00"
    assert not any("ada" in name.lower() for name in told)
