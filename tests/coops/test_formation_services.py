"""Formations as deeds: a group of seven from the beginning to its registration, on both engines."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from inmeko.accounts.models import Organisation
from inmeko.accounts.rules import OrganisationKind, Role
from inmeko.coops.models import ChapterVersion
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import standing
from inmeko.coops.rules.chooser import CHOICES
from inmeko.coops.rules.formation.clock import ClockPhase
from inmeko.coops.rules.formation.standing import Lack, Lacking
from inmeko.coops.rules.formation.words import ANSWER_LABELS, Chapter, FormationStage, TaskState
from inmeko.coops.rules.rulebook import Verdict, Words
from inmeko.coops.rules.versions import Ruling
from inmeko.coops.services import (
    answering,
    approving,
    formations,
    founders,
    registry,
    tasks,
)
from inmeko.extensions import db
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.records.models import Job
from tests.builders import coops as law
from tests.builders import formations as build
from tests.builders.formations import STAFF
from tests.builders.people import municipality, person

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def lacks(group):
    return set(standing.position(group).lacks)


def test_six_are_told_what_is_missing_and_seven_pass(town) -> None:
    group = build.formation(town, person(Role.CONSULTANT, town=town))
    for number in range(2, 7):
        build.join(group, number)
    assert lacks(group) == {Lack(Lacking.MEMBERS, 1), Lack(Lacking.GROUP_MEMBERS, 2)}
    assert group.verdict == Verdict.REFUSE.value
    build.join(group, 7)
    assert lacks(group) == {Lack(Lacking.GROUP_MEMBERS, 3)}
    for one in queries.founders(group)[:3]:
        build.of_group(group, one)
    assert lacks(group) == set()


def test_nobody_is_asked_to_approve_what_the_law_refuses_or_what_is_incomplete(town) -> None:
    group = build.formation(town)
    with pytest.raises(RuleError, match="law refuses"):
        approving.ask(STAFF, group)
    for number in range(2, 8):
        build.join(group, number)
    for one in queries.founders(group)[:3]:
        build.of_group(group, one)
    with pytest.raises(RuleError, match="not complete"):
        approving.ask(STAFF, group)


def test_seven_found_file_and_become_a_body_of_the_town(town, at) -> None:
    group = build.seven(town)
    with pytest.raises(ConflictError, match="Not every founder"):
        registry.file(STAFF, group, NOON.date())
    build.approved(group)
    assert build.state(group, "approval") is TaskState.DONE
    registry.file(STAFF, group, date(2026, 5, 12))
    with pytest.raises(ConflictError, match="was filed"):
        build.put(group, Chapter.SEAT, {"seat": "Άλλος Δήμος"})
    at(datetime(2026, 8, 6, 9, tzinfo=UTC))
    registry.certify(STAFF, group, date(2026, 8, 6))
    assert registry.clock_of(group).phase is ClockPhase.RUNNING
    assert group.clock_ends == date(2026, 9, 7), "the thirtieth day is a Saturday"
    reminders = db.session.scalars(sa.select(Job).where(Job.name == registry.REMIND)).all()
    days = [job.payload["day"] for job in reminders]
    assert days == ["2026-08-24", "2026-08-31", "2026-09-05", "2026-09-07"]
    registry.add_data(STAFF, group, date(2026, 8, 6))
    body = registry.register(
        STAFF,
        group,
        agemko="0123456789",
        gemi="123456789012",
        afm=build.tax_number(55),
        started_on=date(2026, 8, 6),
    )
    assert group.stage is FormationStage.REGISTERED
    assert (body.kind, body.name) == (OrganisationKind.SOCIAL_COOPERATIVE, group.name)
    assert db.session.get(Organisation, group.organisation_id) is body
    assert all(one.joined_on == date(2026, 8, 6) for one in queries.founders(group))


def test_the_clock_gives_notice_and_ends_in_deletion(town, at) -> None:
    group = build.approved(build.seven(town))
    registry.file(STAFF, group, date(2026, 5, 12))
    registry.certify(STAFF, group, date(2026, 5, 12))
    at(datetime(2026, 7, 1, 9, tzinfo=UTC))
    assert registry.clock_of(group).phase is ClockPhase.NOTICE_EXPECTED
    with pytest.raises(ConflictError):
        registry.deleted(STAFF, group)
    registry.notice(STAFF, group, date(2026, 7, 1))
    assert group.clock_ends == date(2026, 7, 31)
    at(datetime(2026, 8, 1, 9, tzinfo=UTC))
    registry.deleted(STAFF, group)
    assert (group.stage, group.clock_ends) == (FormationStage.DELETED, None)


def test_a_changed_answer_makes_due_again_what_rests_on_it_and_nothing_else(town) -> None:
    group = build.seven(town)
    tasks.done(group, "plan", "assembly", "unique_name", "declarations", "groups")
    build.put(group, Chapter.BUDGET, {"first_year": 2028})
    assert build.stale(group) == {"plan"}
    build.put(group, Chapter.NAME, {"name": "Κοιν.Σ.Επ. Ένταξης Ευάλωτων Ομάδων Άλλο Όνομα"})
    assert build.stale(group) == {"plan", "unique_name", "assembly"}


def test_a_statute_that_changes_asks_everybody_anew(town) -> None:
    group = build.approved(build.seven(town))
    build.put(group, Chapter.SEAT, {"seat": "Δήμος Αλλού"})
    _paper, sha = standing.statute_of(group)
    assert len(approving.missing(group, sha)) == 7
    with pytest.raises(ConflictError):
        registry.file(STAFF, group, date(2026, 5, 12))
    with pytest.raises(ConflictError, match="changed while"):
        approving.approve(STAFF, group, queries.founders(group)[0], sha256="0" * 64)
    build.put(group, Chapter.SEAT, {"seat": "Δήμος Δοκιμής"})
    _paper, sha = standing.statute_of(group)
    assert approving.missing(group, sha) == [], "what was approved once is approved again"


def test_two_who_answer_at_once_both_keep_what_they_changed(town) -> None:
    group = build.formation(town)
    build.put(group, Chapter.SEAT, {"seat": "Δήμος Δοκιμής", "address": None})
    mine = {"seat": "Δήμος Δοκιμής", "address": "Πλατάνων 1"}
    theirs = {"seat": "Δήμος Αλλού", "address": None}
    answering.save(STAFF, group, Chapter.SEAT, theirs, seen=1)
    kept = answering.save(STAFF, group, Chapter.SEAT, mine, seen=1)
    assert (kept.version, kept.clashes) == (3, {})
    assert queries.chapter(group, Chapter.SEAT).answers == {
        "seat": "Δήμος Αλλού",
        "address": "Πλατάνων 1",
    }


def test_two_who_change_the_same_answer_see_each_other_and_lose_nothing(town) -> None:
    group = build.formation(town)
    build.put(group, Chapter.SEAT, {"seat": "Πρώτα"})
    answering.save(STAFF, group, Chapter.SEAT, {"seat": "Της Άννας"}, seen=1)
    kept = answering.save(STAFF, group, Chapter.SEAT, {"seat": "Του Βασίλη"}, seen=1)
    assert kept.clashes == {"seat": "Της Άννας"}
    assert queries.chapter(group, Chapter.SEAT).answers == {"seat": "Της Άννας"}
    answering.save(STAFF, group, Chapter.SEAT, {"seat": "Του Βασίλη"}, seen=kept.version)
    versions = db.session.scalars(
        sa.select(ChapterVersion.answers)
        .where(ChapterVersion.formation_id == group.id)
        .order_by(ChapterVersion.version)
    ).all()
    assert [one["seat"] for one in versions] == ["Πρώτα", "Της Άννας", "Του Βασίλη"]


def test_two_who_change_a_founder_see_each_other(town) -> None:
    group = build.formation(town)
    founder = build.join(group, 2)
    seen = founder.version
    founders.change(STAFF, group, founder, build.told(2, address="Νέα 1"), seen=seen)
    saved = founders.change(STAFF, group, founder, build.told(2, address="Άλλη 2"), seen=seen)
    assert saved.clashes == {"address": "Νέα 1"}
    assert founder.address == "Νέα 1"


def test_a_change_of_form_keeps_every_answer_and_comes_back(town) -> None:
    group = build.seven(town)
    before = {name: one.answers for name, one in queries.chapters(group).items()}
    formations.choose_form(STAFF, group, "worker_coop")
    assert build.state(group, "groups") is TaskState.NOT_NEEDED
    formations.choose_form(STAFF, group, "koinsep_vulnerable")
    assert build.state(group, "groups") is TaskState.TO_DO
    assert {name: one.answers for name, one in queries.chapters(group).items()} == before
    assert lacks(group) == set()


def test_a_name_that_the_site_knows_is_refused_however_it_is_spelt(town) -> None:
    build.seven(town)
    other = build.formation(town)
    spelt = "ΚΟΙΝ.Σ.ΕΠ. Ένταξης Ευάλωτων Ομάδων ΤΟ ΜΟΝΟΠΑΤΙ"
    with pytest.raises(ConflictError) as refused:
        build.put(other, Chapter.NAME, {"name": spelt})
    assert refused.value.field == "name"


def test_a_founder_who_leaves_in_the_middle_leaves_no_secret_and_hands_on_the_lead(town) -> None:
    group = build.approved(build.seven(town))
    first = queries.founders(group)[0]
    founders.leave(STAFF, group, first, reason="Μετακόμισε")
    assert (first.sealed, first.id_number, first.birth_date) == ("", "", None)
    assert queries.founders(group)[0].leads
    position = standing.position(group)
    assert Lack(Lacking.MEMBERS, 1) in position.lacks
    failed = {one.rule.id for one in position.asking}
    assert "KOIN_COMMITTEE_MEMBERS" in failed, "the statute still names the one who left"


def test_giving_up_keeps_the_lesson_and_forgets_the_grounds(town) -> None:
    group = build.seven(town)
    with pytest.raises(RuleError, match="learn"):
        formations.give_up(STAFF, group, reason="Δεν βρέθηκε χώρος", lesson="-")
    lesson = "Ο χώρος πρέπει να βρεθεί πριν από το καταστατικό."
    formations.give_up(STAFF, group, reason="Δεν βρέθηκε χώρος", lesson=lesson)
    assert group.lesson == lesson
    assert {one.sealed for one in queries.founders(group)} == {""}
    with pytest.raises(ConflictError):
        build.put(group, Chapter.SEAT, {"seat": "Αλλού"})
    formations.take_up_again(STAFF, group)
    assert group.stage is FormationStage.PREPARING


def test_blocked_tasks_say_why(town) -> None:
    group = build.formation(town)
    task = queries.tasks(group)[0]
    told: dict[str, Any] = {"who": "", "due": None, "evidence": ""}
    with pytest.raises(RuleError) as refused:
        tasks.change(STAFF, group, task, state=TaskState.BLOCKED, reason=" ", **told)
    assert refused.value.field == "reason"
    tasks.change(STAFF, group, task, state=TaskState.BLOCKED, reason="Λείπει ΑΦΜ", **told)
    assert task.state is TaskState.BLOCKED


def test_a_rule_that_is_superseded_in_the_middle_is_shown_and_old_groups_keep_theirs(
    town, at
) -> None:
    group = build.approved(build.seven(town))
    at(datetime(2027, 2, 1, 9, tzinfo=UTC))
    told: dict[str, Any] = {
        "value": "9",
        "title": Words("Τουλάχιστον 9 μέλη", "At least 9 members"),
    }
    law.version("KOIN_MIN_INCLUSION", town=town, ruling=Ruling.CORRECTED, **told)
    position = standing.position(group)
    assert position.answer.verdict is not Verdict.REFUSE
    [newer] = [one for one in position.newer if one.rule.id == "KOIN_MIN_INCLUSION"]
    assert (newer.verdict, newer.outcome.needed) == (Verdict.REFUSE, 9)
    younger = build.formation(town, title="Οι επόμενοι")
    assert Lack(Lacking.MEMBERS, 8) in lacks(younger)
    formations.use_todays_law(STAFF, group)
    assert Lack(Lacking.MEMBERS, 2) in lacks(group)
    assert standing.position(group).newer == ()


@pytest.mark.parametrize("form", CHOICES)
def test_every_answer_that_a_clause_names_has_words(town, form) -> None:
    group = build.formation(town, form=form)
    for number in range(2, 8):
        build.join(group, number)
    build.answers(group)
    named = {
        one
        for paper in standing.papers_of(group).values()
        for clause in paper.clauses
        for one in clause.choices
    }
    assert named
    assert named <= set(ANSWER_LABELS)
