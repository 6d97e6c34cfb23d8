"""The groups of the demo stand at different stages, and tell no ground."""

import sqlalchemy as sa

from inmeko.accounts.rules import Role
from inmeko.coops.models import Founder
from inmeko.coops.queries import standing
from inmeko.coops.rules.formation.standing import Lack, Lacking
from inmeko.coops.rules.formation.words import FormationStage
from inmeko.extensions import db
from inmeko.plan.services import demo_coops
from tests.builders.people import municipality, person


def test_the_groups_of_the_demo_stand_where_they_should(session) -> None:
    town = municipality(name="Δήμος Νέας Πλαγιάς")
    made = demo_coops.load(person(Role.CONSULTANT, town=town), town)
    assert [one.stage for one in made] == [
        FormationStage.PREPARING,
        FormationStage.APPROVING,
        FormationStage.CERTIFIED,
        FormationStage.REGISTERED,
        FormationStage.GIVEN_UP,
    ]
    assert standing.position(made[0]).lacks == (Lack(Lacking.MEMBERS, 1),)
    assert made[3].organisation is not None
    sealed = db.session.scalars(sa.select(Founder.sealed)).all()
    assert not any(demo_coops.GROUND["ground"] in one for one in sealed)
