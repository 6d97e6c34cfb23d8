"""Committees, eligibility, assignments and sheets, on both engines."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from inmeko.accounts.models import Grant, Membership
from inmeko.accounts.rules import Role
from inmeko.accounts.services import organising
from inmeko.calls.models import Assignment
from inmeko.calls.queries import committee as committee_queries
from inmeko.calls.queries import judging, sheets
from inmeko.calls.rules.content import Judging
from inmeko.calls.rules.words import AssignmentState, CallState, ConflictKind, EligibilityVerdict
from inmeko.calls.services import assigning, committee, evaluation
from inmeko.calls.services import sheets as sheet_deeds
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, ForbiddenError, RuleError
from inmeko.records.queries import history
from tests.builders import calls
from tests.builders import judging as build
from tests.builders.calls import SOMEBODY
from tests.builders.people import municipality, organisation, person

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
MET, NOT_MET = EligibilityVerdict.MET, EligibilityVerdict.NOT_MET


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def told(kind, thing):
    """What the newest deed on a thing says."""
    return {one.field: one.after for one in history(kind, thing.id)[0].changes}


def live(file):
    return [one for one in judging.assignments(file) if one.state is not AssignmentState.RECUSED]


def test_an_evaluation_begins_after_the_deadline_with_aliases_that_tell_nothing(town):
    call = calls.call(town)
    first, second = calls.submission(call), calls.submission(call)
    with pytest.raises(RuleError):
        evaluation.begin(SOMEBODY, call)
    calls.closed(call)
    evaluation.begin(SOMEBODY, call)
    assert call.state is CallState.EVALUATION
    assert {first.alias, second.alias} == {"Φάκελος 1", "Φάκελος 2"}


def test_sealed_files_keep_an_evaluation_from_beginning(town):
    call = calls.closed(calls.call(town, sealed=True))
    calls.submission(call)
    with pytest.raises(ForbiddenError):
        evaluation.begin(SOMEBODY, call)
    call.unsealed_at = NOON
    evaluation.begin(SOMEBODY, call, until=NOON + timedelta(days=9))
    assert call.judge_until == NOON + timedelta(days=9)


def test_a_call_that_nobody_answered_has_nothing_to_evaluate(town):
    with pytest.raises(RuleError):
        evaluation.begin(SOMEBODY, calls.closed(calls.call(town)))


def test_eligibility_is_concluded_from_its_points(town):
    [file] = build.files(build.under_evaluation(town))
    with pytest.raises(RuleError):
        evaluation.find(SOMEBODY, file, {"p1": (NOT_MET, " ")})
    with pytest.raises(RuleError):
        evaluation.find(SOMEBODY, file, {"p9": (MET, "")})
    evaluation.find(SOMEBODY, file, {"p1": (NOT_MET, "Λείπει."), "r1": (MET, "")})
    with pytest.raises(RuleError):
        evaluation.conclude(SOMEBODY, file, eligible=True, reason="")
    evaluation.conclude(SOMEBODY, file, eligible=False, reason="Λείπει το καταστατικό.")
    evaluation.find(SOMEBODY, file, {"p1": (MET, "")})
    assert file.eligible is None
    evaluation.conclude(SOMEBODY, file, eligible=True, reason="")
    assert file.eligible
    deeds = [one.deed for one in history("submission", file.id)]
    assert deeds.count("checked") == 3
    assert deeds.count("eligibility concluded") == 2


def test_only_eligible_files_are_given_out_and_stay_eligible_then(town):
    call = build.under_evaluation(town)
    seat, _ = build.seats(call, 2)
    [file] = build.files(call)
    with pytest.raises(ConflictError):
        assigning.give(SOMEBODY, file, seat)
    assigning.give(SOMEBODY, build.eligible(file), seat)
    with pytest.raises(ConflictError):
        evaluation.find(SOMEBODY, file, {"p1": (NOT_MET, "Λείπει.")})
    with pytest.raises(ConflictError):
        evaluation.conclude(SOMEBODY, file, eligible=False, reason="Άλλαξε γνώμη.")
    with pytest.raises(ConflictError):
        assigning.give(SOMEBODY, file, seat)


def test_files_are_shared_out_in_balance_without_conflicts_and_without_substitutes(town):
    call, seats, files = build.ready(town, 6, 3, substitutes=1)
    body = organisation(town)
    files[0].expression.organisation_id = body.id
    body.memberships = [Membership(user_id=seats[0].user_id)]
    shared = assigning.share_out(SOMEBODY, call)
    assert (shared.given, shared.short) == (12, ())
    assert committee_queries.loads(call) == {seats[n].id: 4 for n in range(3)}
    assert seats[0].id not in {one.evaluator_id for one in live(files[0])}
    assert assigning.share_out(SOMEBODY, call).given == 0


def test_a_balance_says_which_files_lack_somebody(town):
    call, seats, files = build.ready(town, 1, 2)
    seats[0].advised = [files[0].name]
    shared = assigning.share_out(SOMEBODY, call)
    assert shared.given == 1
    assert shared.short == (f"{files[0].number}/{files[0].year}",)


def test_nothing_is_shared_out_without_a_chair_or_with_too_few(town):
    call, seats, _ = build.ready(town, 1, 2)
    seats[0].chairs = False
    with pytest.raises(RuleError):
        assigning.share_out(SOMEBODY, call)
    seats[0].chairs = True
    committee.leave(SOMEBODY, seats[1], "Μετάθεση")
    with pytest.raises(RuleError):
        assigning.share_out(SOMEBODY, call)


def test_every_tie_that_the_data_show_is_found(town):
    call, seats, [file] = build.ready(town, 1, 2)
    seat, user = seats[0], seats[0].user
    found = lambda: [one.kind for one in assigning.ties(file)[seat.id]]  # noqa: E731
    assert found() == []
    file.content = {**file.content, "afm": "000001069"}
    body = organisation(town, afm="000001069")
    body.memberships = [
        Membership(user_id=user.id),
        Membership(user_id=person().id, manages=True),
    ]
    member = body.memberships[0]
    assert found() == [ConflictKind.SAME_AFM]
    file.expression.organisation_id = body.id
    assert found() == [ConflictKind.SAME_ORGANISATION, ConflictKind.SAME_AFM]
    organising.remove_member(SOMEBODY, body, member)
    assert found() == [ConflictKind.FORMER_CONSULTANT]
    file.expression.organisation_id = None
    user.email = "allos@omada1.example"
    assert found() == [ConflictKind.SAME_EMAIL_DOMAIN]
    user.email = "kriti@gmail.com"
    user.name = "Δοκιμή Ελένη"
    assert found() == [ConflictKind.ON_ITS_BOARD]


def test_who_once_worked_on_a_file_of_the_same_body_is_tied(town):
    body = organisation(town)
    earlier = calls.expression(calls.call(town), organisation_id=body.id)
    call, seats, [file] = build.ready(town, 1, 2)
    earlier.holders[0].email = seats[0].user.email
    assert assigning.ties(file)[seats[0].id] == []
    file.expression.organisation_id = body.id
    assert [one.kind for one in assigning.ties(file)[seats[0].id]] == [
        ConflictKind.FORMER_CONSULTANT
    ]


def test_a_conflict_refuses_unless_the_chair_clears_it_in_writing(town):
    call, [chair, seat], [file] = build.ready(town, 1, 2)
    seat.advised = [file.name]
    chair.advised = [file.name]
    planner = Actor(person().id, frozenset({(Role.PLANNER, town.id)}))
    for actor, words in ((planner, "Συνωνυμία"), (build.acting(chair), "  ")):
        with pytest.raises(RuleError):
            assigning.give(actor, file, seat, cleared=words)
    with pytest.raises(RuleError):
        assigning.give(build.acting(chair), file, chair, cleared="Συνωνυμία")
    given = assigning.give(build.acting(chair), file, seat, cleared="Συνωνυμία")
    assert given.conflicts == [f"former_consultant:{file.name}"]
    assert (given.cleared, given.cleared_by_id) == ("Συνωνυμία", chair.user_id)
    assert told("assignment", given)["cleared"] == "Συνωνυμία"


def test_a_file_of_assignments_is_taken_whole_or_not_at_all(town):
    call, seats, files = build.ready(town, 2, 2)
    seats[1].advised = [files[1].name]
    number = [f"{one.number}/{one.year}" for one in files]
    good = [[number[0], seats[0].user.email], [str(files[1].number), seats[0].user.email]]
    bad = [
        [number[1], seats[1].user.email],
        ["999/2026", seats[0].user.email],
        [number[0], "x@y.z"],
    ]
    report = assigning.enter(SOMEBODY, call, [*good, *bad])
    assert [one.outcome for one in report] == ["given", "given", "refused", "refused", "refused"]
    assert report[2].conflicts
    assert committee_queries.loads(call) == {}
    assert [one.outcome for one in assigning.enter(SOMEBODY, call, good)] == ["given", "given"]
    assert [one.outcome for one in assigning.enter(SOMEBODY, call, good)] == ["there", "there"]
    assert committee_queries.loads(call) == {seats[0].id: 2}


def test_a_file_opens_with_the_declaration_and_closes_with_a_recusal(town, caplog):
    call, seats, [file] = build.ready(town, 1, 2)
    given = assigning.give(SOMEBODY, file, seats[0])
    actor = build.acting(seats[0])
    with pytest.raises(ForbiddenError):
        sheet_deeds.check_declared(given)
    assert f"assignment {given.id}" in caplog.text
    with pytest.raises(ForbiddenError):
        sheet_deeds.save(actor, given, build.filled("5", "5"), change=given.change)
    with pytest.raises(RuleError):
        sheet_deeds.declare(actor, given, stated=False)
    sheet_deeds.declare(actor, given, stated=True)
    sheet_deeds.check_declared(given)
    sheet_deeds.step_back(actor, given, "Γνωρίζω τον πρόεδρο.")
    with pytest.raises(ForbiddenError):
        sheet_deeds.check_declared(given)
    assert [one.deed for one in history("assignment", given.id)] == [
        "recused",
        "declared",
        "assigned",
    ]


def test_a_recusal_goes_to_the_substitute_and_is_recorded(town):
    call, seats, [file] = build.ready(town, 1, 3, substitutes=1)
    given = assigning.give(SOMEBODY, file, seats[0])
    with pytest.raises(RuleError):
        sheet_deeds.step_back(build.acting(seats[0]), given, " ")
    taker = sheet_deeds.step_back(build.acting(seats[0]), given, "Συγγένεια")
    assert (taker.evaluator_id, taker.stands_for_id) == (seats[3].id, given.id)
    assert given.conflicts == ["declared_by_self:Συγγένεια"]
    assert history("assignment", taker.id)[0].deed == "replaced"
    again = sheet_deeds.step_back(build.acting(seats[3]), taker, "Και εγώ")
    assert again.evaluator_id == seats[1].id


def test_a_recusal_without_anybody_free_leaves_the_file_short(town):
    call, seats, [file] = build.ready(town, 1, 2)
    given = [assigning.give(SOMEBODY, file, seat) for seat in seats]
    assert sheet_deeds.step_back(build.acting(seats[0]), given[0], "Συγγένεια") is None
    assert judging.standing(call)[file.id].live == 1
    assert judging.missing(call)


def test_scores_stay_hidden_until_the_last_sheet_is_in(town):
    call, seats, [file] = build.ready(town, 1, 2)
    given = build.scored(file, seats[0], "8", "6")
    assert (file.judged, file.score, sheets.sheets(file)) == (False, None, [])
    [missing] = judging.missing(call)
    assert missing.values == {"file": f"{file.number}/{file.year}", "finished": 1, "needed": 2}
    build.scored(file, seats[1], "6", "4")
    assert (file.judged, file.score, file.spread) == (True, Decimal("62.00"), Decimal("20.00"))
    assert len(sheets.sheets(file)) == 2
    assert judging.missing(call) == []
    assert told("submission", file)["sheets"] == ["72.00", "52.00"]
    assert {"points", "sheets"}.isdisjoint(told("assignment", given))


def test_scores_far_apart_go_to_a_further_evaluator_once(town):
    call, seats, [file] = build.ready(town, 1, 3, substitutes=1)
    build.scored(file, seats[0], "10", "10")
    build.scored(file, seats[1], "1", "1")
    [third] = [one for one in live(file) if one.further]
    assert third.evaluator_id == seats[2].id
    assert (file.judged, file.score) == (False, None)
    assert judging.missing(call)[0].values["needed"] == 3
    with pytest.raises(ConflictError):
        sheet_deeds.reopen(build.acting(seats[0]), live(file)[0])
    build.finished(third, "1", "1")
    assert (file.judged, file.score, file.spread) == (True, Decimal("40.00"), Decimal("90.00"))
    assert sum(one.further for one in live(file)) == 1


def test_scores_far_apart_wait_for_a_member_who_is_free(town):
    call, seats, [file] = build.ready(town, 1, 2)
    build.scored(file, seats[0], "10", "10")
    build.scored(file, seats[1], "1", "1")
    assert not file.judged
    assert "lie far apart" in judging.missing(call)[0].message
    user = build.evaluator(town, 9)
    seat = committee.seat(SOMEBODY, call, user, substitute=False)
    given = assigning.give(SOMEBODY, file, seat)
    build.finished(given, "9", "9")
    assert file.judged


def test_sheets_of_abstentions_do_not_make_a_quorum(town):
    call, seats, [file] = build.ready(town, 1, 2)
    build.scored(file, seats[0], "8", None)
    build.scored(file, seats[1], None, None)
    assert (file.judged, file.score) == (True, Decimal("80.00"))
    [missing] = judging.missing(call)
    assert (missing.values["scored"], missing.values["quorum"]) == (1, 2)


def test_the_median_is_taken_where_the_call_says_so(town):
    median = Judging(
        evaluators=3, quorum=2, mean=type(Judging().mean)("median"), spread=Decimal(100)
    )
    call, seats, [file] = build.ready(town, 1, 3, judging=median)
    for seat, score in zip(seats, ("10", "10", "1"), strict=True):
        build.scored(file, seat, score, score)
    assert file.score == Decimal("100.00")


def test_a_sheet_is_saved_piece_by_piece_and_finished_whole(town):
    call, seats, [file] = build.ready(town, 1, 2)
    given, actor = build.declared(file, seats[0]), build.acting(seats[0])
    part = sheet_deeds.Filled({"c1": Decimal("7.5")}, {"c2": "θα δω"}, "Καλή ιδέα")
    sheet_deeds.save(actor, given, part, change=given.change)
    assert [(one.criterion, one.value, one.abstains) for one in given.scores] == [
        ("c1", Decimal("7.50"), False),
        ("c2", None, False),
    ]
    with pytest.raises(RuleError):
        sheet_deeds.finish(actor, given, part, change=given.change)
    strange = sheet_deeds.Filled({"c9": Decimal(5)})
    with pytest.raises(RuleError):
        sheet_deeds.save(actor, given, strange, change=given.change)
    with pytest.raises(RuleError):
        sheet_deeds.save(actor, given, build.filled("11", "1"), change=given.change)


def test_a_sheet_taken_up_again_counts_no_more_until_it_is_finished(town):
    call, seats, [file] = build.ready(town, 1, 2)
    given = build.scored(file, seats[0], "8", "6")
    sheet_deeds.reopen(build.acting(seats[0]), given)
    assert (given.state, given.points) == (AssignmentState.DECLARED, None)
    build.finished(given, "9", "9")
    build.scored(file, seats[1], "9", "9")
    with pytest.raises(ConflictError):
        sheet_deeds.reopen(build.acting(seats[0]), given)


def test_an_older_page_of_a_sheet_does_not_overwrite_a_newer_one(town):
    call, seats, [file] = build.ready(town, 1, 2)
    given, actor = build.declared(file, seats[0]), build.acting(seats[0])
    shown = given.change
    sheet_deeds.save(actor, given, build.filled("5", "5"), change=shown)
    with pytest.raises(ConflictError):
        sheet_deeds.save(actor, given, build.filled("9", "9"), change=shown)
    assert {one.value for one in given.scores} == {Decimal("5.00")}


def test_who_leaves_keeps_finished_sheets_and_hands_on_the_others(town):
    call, seats, files = build.ready(town, 2, 3, substitutes=1)
    build.scored(files[0], seats[1], "8", "6")
    assigning.give(SOMEBODY, files[1], seats[1])
    handed = committee.leave(SOMEBODY, seats[1], "Μετάθεση")
    assert [(one.submission_id, one.evaluator_id) for one in handed] == [(files[1].id, seats[3].id)]
    assert [one.state for one in live(files[0])] == [AssignmentState.FINISHED]
    with pytest.raises(RuleError):
        assigning.give(SOMEBODY, files[1], seats[1])
    back = committee.seat(SOMEBODY, call, seats[1].user, substitute=True)
    assert (back.id, back.left_at, back.substitute) == (seats[1].id, None, True)


def test_a_committee_has_one_chair_who_is_no_substitute(town):
    call, seats, _ = build.ready(town, 1, 2, substitutes=1)
    committee.put_in_the_chair(SOMEBODY, seats[1])
    assert [one.chairs for one in seats] == [False, True, False]
    with pytest.raises(RuleError):
        committee.put_in_the_chair(SOMEBODY, seats[2])
    with pytest.raises(RuleError):
        committee.change(SOMEBODY, seats[1], substitute=True, advised=[])


def test_only_evaluators_of_the_town_sit_and_an_invitation_makes_one(town, session):
    call = build.under_evaluation(town)
    with pytest.raises(RuleError):
        committee.seat(SOMEBODY, call, person(), substitute=False)
    admin = Actor(person().id, frozenset({(Role.MUNICIPAL_ADMIN, town.id)}))
    seat = committee.invite(admin, call, email="nea@example.org", name="Νέα", substitute=False)
    session.expire(seat.user, ["grants"])
    held = [(one.role, one.municipality_id) for one in seat.user.grants]
    assert held == [(Role.EVALUATOR, town.id)]
    with pytest.raises(ConflictError):
        committee.invite(admin, call, email="nea@example.org", name="Νέα", substitute=False)


def test_a_file_is_taken_back_before_it_is_opened_and_not_after(town, session):
    call, seats, [file] = build.ready(town, 1, 2)
    assigning.take_back(SOMEBODY, assigning.give(SOMEBODY, file, seats[0]))
    assert session.get(Assignment, 0) is None
    assert live(file) == []
    with pytest.raises(ConflictError):
        assigning.take_back(SOMEBODY, build.declared(file, seats[0]))


def test_the_chair_is_nobody_once_the_role_is_taken_away(town, session):
    call, seats, [file] = build.ready(town, 1, 2)
    session.query(Grant).filter_by(user_id=seats[1].user_id).delete()
    assert seats[1].user not in committee_queries.candidates(call)
