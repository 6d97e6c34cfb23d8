"""Observers of one formation: what they read, and that they change nothing."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from inmeko.accounts.rules import Role
from inmeko.coops.models import Founder, Observer
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import observers
from inmeko.coops.rules.formation.words import FormationStage
from inmeko.coops.rules.running.words import Duty
from inmeko.coops.services import formations, observing, registry, running, talking
from inmeko.coops.services.doing import Doer
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.records.models import AuditEntry, Job
from tests.builders import formations as build
from tests.builders.people import municipality, person

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
TOLD = {"name": "Τράπεζα Δοκιμών", "email": "Observer@Example.org"}


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


@pytest.fixture
def group(town):
    return build.seven(town)


def link(founder: Founder) -> str:
    return f"/dokimi/coops/group/{founder.key}"


def watch(observer: Observer) -> str:
    return f"/dokimi/coops/watch/{observer.key}/"


def registered(group) -> None:
    build.approved(group)
    registry.file(build.STAFF, group, NOON.date())
    registry.certify(build.STAFF, group, NOON.date())
    numbers = {"agemko": "77", "gemi": "123456789012", "afm": build.tax_number(77)}
    registry.register(build.STAFF, group, started_on=NOON.date(), **numbers)


def deeds_of(group) -> list[str]:
    query = sa.select(AuditEntry.deed).where(
        AuditEntry.kind == queries.KIND, AuditEntry.key == group.id
    )
    return list(db.session.scalars(query.order_by(AuditEntry.id)))


def test_whoever_leads_names_an_observer_who_gets_a_link(client, group) -> None:
    here = link(queries.founders(group)[0])
    answer = client.post(f"{here}/observers", data=TOLD)
    assert answer.status_code == 303
    [observer] = db.session.scalars(sa.select(Observer))
    assert observer.email == "observer@example.org"
    [mail] = db.session.scalars(sa.select(Job).where(Job.name == "mail"))
    assert mail.payload["to"] == "observer@example.org"
    assert watch(observer) in mail.payload["body"]
    assert "Τράπεζα Δοκιμών" in client.get(f"{here}/observers").text
    assert "observer named" in deeds_of(group)


def test_the_consultant_names_one_and_takes_them_back_having_been_asked(
    client, town, sign_in
) -> None:
    group = build.seven(town, sign_in(Role.CONSULTANT, town=town))
    here = f"/dokimi/coops/{group.id}/observers"
    assert client.post(here, data=TOLD).status_code == 303
    [observer] = db.session.scalars(sa.select(Observer))
    address = watch(observer)
    assert client.get(address).status_code == 200
    assert client.get(f"{here}/{observer.id}/take-back").status_code == 200
    assert client.get(address).status_code == 200, "to ask is not to do"
    assert client.post(f"{here}/{observer.id}/take-back").status_code == 303
    assert client.get(address).status_code == 404
    assert client.get(watch(observer)).status_code == 404
    assert deeds_of(group)[-2:] == ["observer named", "observer removed"]


def test_an_observer_sees_how_it_stands_and_nobody_s_details(client, group) -> None:
    talking.write(build.STAFF, group, "Τα μεταξύ μας", note=False)
    task = queries.tasks(group)[0]
    task.reason, task.evidence = "Λόγος που μένει", "Απόδειξη που μένει"
    observer = build.observer(group)
    page = client.get(watch(observer))
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "Συμπληρώστε" in page.text or "μητρώο" in page.text.lower()
    for one in queries.founders(group):
        for secret in (one.afm, one.afm[-3:] + "<", one.id_number, one.address, one.email, one.key):
            assert secret not in page.text
        assert one.surname not in page.text
    for words in ("Τα μεταξύ μας", "Λόγος που μένει", "Απόδειξη που μένει", build.GROUND):
        assert words not in page.text


def test_messages_are_read_only_where_it_was_said_so_and_notes_never(client, group) -> None:
    talking.write(build.STAFF, group, "Καλησπέρα σε όλους", note=False)
    talking.write(build.STAFF, group, "Σημείωση για εμάς", note=True)
    without = build.observer(group)
    reads = build.observer(group, email="second@example.org", messages=True)
    assert client.get(f"{watch(without)}messages").status_code in (302, 403)
    text = client.get(f"{watch(reads)}messages").text
    assert "Καλησπέρα σε όλους" in text
    assert "Σημείωση για εμάς" not in text


def test_they_are_named_and_taken_back_after_the_registration(client, group) -> None:
    early = build.observer(group, email="early@example.org")
    registered(group)
    here = link(queries.founders(group)[0])
    assert client.get(f"{here}/observers").text.count('name="email"') == 1
    assert client.post(f"{here}/observers", data={**TOLD, "messages": "y"}).status_code == 303
    [observer] = [one for one in observers.observers(group) if one.id != early.id]
    running.check_year(build.STAFF, group, 2026, {})
    running.meet(build.STAFF, group, Duty.REPORT, 2026, evidence="Απόδειξη που μένει")
    lead = Doer(Actor(), queries.founders(group)[0])
    talking.write(lead, group, "Καλησπέρα σε όλους", note=False)
    talking.write(build.STAFF, group, "Σημείωση για εμάς", note=True)
    read = client.get(watch(observer)).text + client.get(f"{watch(observer)}messages").text
    assert ", 2026" in read
    assert "Καλησπέρα σε όλους" in read
    for one in queries.founders(group):
        for secret in (one.afm, one.id_number, one.address, one.email, one.key, one.surname):
            assert secret not in read
    for words in ("Απόδειξη που μένει", "Σημείωση για εμάς", build.GROUND):
        assert words not in read
    assert client.post(f"{here}/observers/{early.id}/take-back").status_code == 303
    assert client.get(watch(early)).status_code == 404
    group.stage = FormationStage.DELETED
    db.session.flush()
    with pytest.raises(ConflictError):
        build.observer(group, email="late@example.org")
    assert client.post(f"{here}/observers/{observer.id}/take-back").status_code == 303


def test_an_observer_can_change_nothing(app, client, group, sign_in) -> None:
    """Every address of the site that takes this key: none of them takes anything but a look."""
    observer = build.observer(group, messages=True)
    rules = [one for one in app.url_map.iter_rules() if "observer_key" in one.arguments]
    assert rules
    before = deeds_of(group)
    for rule in rules:
        assert set(rule.methods) <= {"GET", "HEAD", "OPTIONS"}
        address = rule.rule.replace("<municipality>", "dokimi")
        address = address.replace("<observer_key>", observer.key)
        for method in ("post", "put", "patch", "delete"):
            assert getattr(client, method)(address).status_code == 405
        assert client.get(address).status_code == 200
    # Their key opens no room of a founder, their account none of the staff.
    sign_in(user=person(email=observer.email))
    for rule in app.url_map.iter_rules():
        if "founder_key" in rule.arguments and rule.arguments == {"municipality", "founder_key"}:
            place = rule.rule.replace("<municipality>", "dokimi")
            place = place.replace("<founder_key>", observer.key)
            for method in rule.methods & {"GET", "POST"}:
                assert getattr(client, method.lower())(place).status_code == 404
        if rule.endpoint.startswith("formation.") and len(rule.arguments) == 2:
            place = rule.rule.replace("<municipality>", "dokimi")
            place = place.replace("<int:formation_id>", str(group.id))
            for method in rule.methods & {"GET", "POST"}:
                assert getattr(client, method.lower())(place).status_code == 403
    assert deeds_of(group) == before


def test_a_key_opens_its_own_town_and_formation_only(client, group) -> None:
    municipality(name="Δήμος Άλλος", slug="allos")
    observer = build.observer(group)
    assert client.get(f"/allos/coops/watch/{observer.key}/").status_code == 404
    assert client.get(f"/dokimi/coops/watch/{observer.key}x/").status_code == 404


def test_with_an_account_of_the_address_the_groups_are_found(client, group, sign_in) -> None:
    observer = build.observer(group)
    gone = build.observer(group, email="gone@example.org")
    observing.take_back(build.STAFF, group, gone)
    sign_in(user=person(email="Observer@example.org"))
    assert watch(observer) in client.get("/coops/observed").text
    sign_in(user=person(email="gone@example.org"))
    assert "/watch/" not in client.get("/coops/observed").text


def test_a_founder_who_does_not_lead_names_nobody(client, group) -> None:
    other = link(queries.founders(group)[1])
    assert client.get(f"{other}/observers").status_code == 200
    assert client.post(f"{other}/observers", data=TOLD).status_code == 403
    observer = build.observer(group)
    assert client.post(f"{other}/observers/{observer.id}/take-back").status_code == 403


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("email", ""), ("email", "χωρίς")])
def test_what_is_wrong_stands_beside_its_field(client, group, field, value) -> None:
    here = link(queries.founders(group)[0])
    answer = client.post(f"{here}/observers", data={**TOLD, field: value})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert not db.session.scalars(sa.select(Observer)).all()


def test_nobody_is_named_twice_nor_too_many_nor_when_it_is_over(session, group) -> None:
    build.observer(group)
    with pytest.raises(ConflictError) as twice:
        build.observer(group, email="OBSERVER@example.org")
    assert twice.value.field == "email"
    for number in range(observing.MOST_OBSERVERS - 1):
        build.observer(group, email=f"o{number}@example.org")
    with pytest.raises(RuleError):
        build.observer(group, email="one-more@example.org")
    over = build.formation(group.municipality, title="Άλλη παρέα")
    why = {"reason": "Δεν βρέθηκε χώρος.", "lesson": "Πρώτα ο χώρος και μετά η ομάδα."}
    formations.give_up(Doer(Actor()), over, **why)
    with pytest.raises(ConflictError):
        build.observer(over)
