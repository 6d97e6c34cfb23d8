"""The desk asks as many questions for two thousand formations as for two."""

from datetime import date

import sqlalchemy as sa

from inmeko.accounts.rules import Role
from inmeko.coops.models import Formation, FormationTask, Founder
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.text import search_key
from tests.builders.people import municipality, person
from tests.queries import count_queries

MANY = 2000


def bulk(town, user, number: int, first: int = 0) -> None:
    """Formations with a blocked task and a founder each, as rows."""
    now = clock.now()
    rows = [
        {
            "municipality_id": town.id,
            "title": f"Ομάδα {n}",
            "title_key": search_key(f"Ομάδα {n}"),
            "form": "koinsep_benefit",
            "stage": "preparing",
            "consultant_id": user.id,
            "rules_of": date(2026, 5, 12),
            "begun_at": now,
            "stepped_at": now,
        }
        for n in range(first, first + number)
    ]
    made = db.session.scalars(sa.insert(Formation).returning(Formation.id), rows).all()
    mine = [{"municipality_id": town.id, "formation_id": key} for key in made]
    task = {"key": "people", "state": "blocked", "reason": "Λείπουν μέλη", "due": date(2026, 6, 1)}
    db.session.execute(sa.insert(FormationTask), [{**one, **task} for one in mine])
    named = [{**one, "surname": "Αλεξίου", "key": f"desk-{one['formation_id']}"} for one in mine]
    db.session.execute(sa.insert(Founder), named)


def test_two_thousand_formations_cost_as_many_questions_as_two(client, sign_in) -> None:
    towns = [municipality(), municipality()]
    user = person(Role.CONSULTANT, town=towns[0])
    sign_in(user=user)
    bulk(towns[0], user, 2)
    client.get("/coops/desk")
    with count_queries() as few:
        page = client.get("/coops/desk")
    assert "Λείπουν μέλη" in page.text
    bulk(towns[0], user, MANY, first=2)
    with count_queries() as many:
        page = client.get("/coops/desk")
    assert "2.002 συστάσεις" in page.text or "2002 συστάσεις" in page.text
    assert len(many) == len(few)
    assert client.get("/coops/desk?page=2&blocked=y").status_code == 200


def test_a_consultant_sees_their_own_towns_only(client, sign_in) -> None:
    mine, other = municipality(), municipality()
    user = sign_in(Role.CONSULTANT, town=mine)
    bulk(other, person(Role.CONSULTANT, town=other), 1)
    assert "Ομάδα 0" not in client.get("/coops/desk").text
    assert client.get(f"/coops/desk?town={other.id}").status_code == 422
    bulk(mine, user, 1, first=7)
    assert "Ομάδα 7" in client.get("/coops/desk").text
