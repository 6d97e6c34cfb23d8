"""No ground of vulnerability in clear: not in the database's file or dump, its trail, its mail."""

import logging
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from inmeko.accounts.rules import Role
from inmeko.config import Settings
from inmeko.coops.commands import coops
from inmeko.coops.models import Founder
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import standing
from inmeko.coops.services import grounds
from inmeko.coops.services.doing import Doer
from inmeko.extensions import db, sealer
from inmeko.extensions.engines import embedded_file
from inmeko.extensions.sealed import new_key
from inmeko.extensions.transaction import transaction
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import RuleError
from inmeko.records.queries import history
from tests.builders import formations as build
from tests.builders.people import municipality, person

SECRETS = ("substance_dependency", "substance", "vulnerable_member", "εξάρτηση")


def dumped() -> str:
    """Every row of every table, as a dump of the database would write it."""
    found = []
    with db.engine.connect() as connection:
        for name in sa.inspect(connection).get_table_names():
            table = sa.table(name)
            try:
                rows = connection.execute(sa.select(sa.text("*")).select_from(table)).all()
            except sa.exc.DBAPIError:
                connection.rollback()
                continue
            found += [repr(tuple(row)) for row in rows]
    return "\n".join(found)


def test_neither_database_nor_log_nor_files_hold_a_ground(own_app, caplog, tmp_path) -> None:
    caplog.set_level(logging.DEBUG)
    with transaction():
        town = municipality(slug="dokimi")
        consultant = person(Role.CONSULTANT, town=town)
        group = build.seven(town, consultant)
        doer = Doer(Actor(consultant.id, name="Σύμβουλος"))
        opened = grounds.look(doer, group, queries.founders(group)[0])
        told = list(standing.papers_of(group).values())
    assert opened.ground == build.GROUND
    everything = dumped() + caplog.text + repr(told)
    file = embedded_file(str(db.engine.url))
    if file:
        for path in Path(file).parent.glob(f"{Path(file).name}*"):
            everything += path.read_bytes().decode("utf-8", "replace")
    assert "Αλεξίου" in everything, "the dump is one"
    for word in SECRETS:
        assert word not in everything


def test_each_look_is_written_down_without_what_was_seen(session) -> None:
    town = municipality(slug="dokimi")
    group = build.seven(town, person(Role.CONSULTANT, town=town))
    founder = queries.founders(group)[1]
    grounds.look(build.STAFF, group, founder)
    entry = history("formation", group.id)[0]
    assert entry.deed == "ground opened"
    assert {one.field: one.after for one in entry.changes} == {"of": founder.id}


def test_everybody_has_a_sealed_entry_of_one_length(session) -> None:
    group = build.seven(municipality(slug="dokimi"))
    assert len({len(one.sealed) for one in queries.founders(group)}) == 1


def test_a_proof_that_has_run_out_does_not_count(session, at) -> None:
    group = build.seven(municipality(slug="dokimi"))
    founder = queries.founders(group)[0]
    told = {"group": "vulnerable", "ground": build.GROUND}
    with pytest.raises(RuleError) as refused:
        grounds.verify(build.STAFF, group, founder, until=date(2020, 1, 1), **told)
    assert refused.value.field == "until"
    founder.sealed = sealer.seal({**told, "until": "2020-01-01"}, of=founder.case_key)
    assert standing.group_of(founder) is None


def test_reseal_lets_the_old_key_go(own_app) -> None:
    keys = Settings(data_dir=Path(own_app.config["SETTINGS"].data_dir)).sealing_keys
    with transaction():
        group = build.seven(municipality(slug="dokimi"))
        number = group.id
    newest = new_key()
    try:
        sealer.init_app((newest, *keys))
        answer = own_app.test_cli_runner().invoke(coops, ["reseal"])
        assert "7 entries" in answer.output
        sealer.init_app((newest,))
        found = sa.select(Founder).where(Founder.formation_id == number).order_by(Founder.id)
        first = db.session.scalars(found).first()
        assert standing.group_of(first) == "vulnerable"
    finally:
        sealer.init_app(keys)
