"""Flags raised, kept, settled and raised anew, on both engines."""

from typing import Any

import pytest
import sqlalchemy as sa
from shapely.geometry import Point, box

from inmeko.accounts.rules import Role
from inmeko.extensions import db
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.records import queries as records
from inmeko.resources.models import AssetFlag
from inmeko.resources.queries import flags as queries
from inmeko.resources.queries.flags import Wanted
from inmeko.resources.rules.flagging import Flag, FlagKind, FlagState, FlagVerdict
from inmeko.resources.services import assets as deeds
from inmeko.resources.services import flagging, settling
from tests.builders.people import municipality
from tests.builders.resources import PLANNER, asset
from tests.queries import count_queries

FAR = Point(21.824312, 39.074208)


def flags(town, **by):
    query = sa.select(AssetFlag).where(AssetFlag.municipality_id == town.id).filter_by(**by)
    return list(db.session.scalars(query.order_by(AssetFlag.id)))


def open_kinds(town):
    return sorted(flag.kind.value for flag in flags(town, state=FlagState.OPEN))


def crowd(town, number=5):
    """Assets of unlike names on one point that is not a house."""
    names = ("Σφαγείο", "Παιδική χαρά", "Λέσχη", "Γήπεδο", "Λαογραφικό μουσείο", "Αντλιοστάσιο")
    return [asset(town, title=names[n], address="") for n in range(number)]


def test_recording_an_asset_raises_its_flags_and_correcting_it_settles_them(session):
    town = municipality()
    one = asset(town, owner_afm="123456789", title="ΛΕΣΧΗ KAI ΓΗΠΕΔΟ", geometry=FAR)
    assert open_kinds(town) == ["bad_afm", "mixed_script", "outside_town"]
    right = {"owner_afm": "094259216", "title": "ΛΕΣΧΗ ΚΑΙ ΓΗΠΕΔΟ", "geometry": Point(23.75, 38)}
    deeds.amend(PLANNER, one, right, version=one.version)
    assert open_kinds(town) == []
    assert {flag.verdict for flag in flags(town)} == {FlagVerdict.GONE}


def test_a_cause_that_comes_back_opens_its_flag_again(session):
    town = municipality()
    one = asset(town, owner_afm="123456789")
    for number in ("094259216", "123456789"):
        deeds.amend(PLANNER, one, {"owner_afm": number}, version=one.version)
    (flag,) = flags(town)
    assert (flag.state, flag.verdict, flag.settled_at) == (FlagState.OPEN, None, None)


def test_what_was_accepted_is_not_asked_again_until_it_changes(session):
    town = municipality()
    one = asset(town, owner_afm="123456789")
    settling.accept(PLANNER, flags(town)[0], "Αλλοδαπή εταιρεία")
    flagging.recompute(PLANNER, town.id)
    deeds.amend(PLANNER, one, {"notes": "νέα"}, version=one.version)
    assert open_kinds(town) == []
    deeds.amend(PLANNER, one, {"owner_afm": "123456788"}, version=one.version)
    assert open_kinds(town) == ["bad_afm"]


def test_the_fifth_on_one_point_flags_all_five_at_the_next_sweep(session):
    town = municipality()
    crowd(town, 4)
    flagging.sweep(PLANNER, town.id)
    assert open_kinds(town) == []
    crowd(town, 1)
    flagging.sweep(PLANNER, town.id)
    assert open_kinds(town) == ["crowded_point"] * 5
    assert {flag.mark for flag in flags(town)} == {"23.750000,38.000000"}


def test_moving_one_away_leaves_too_few_for_a_crowd(session):
    town = municipality()
    first, *_ = crowd(town)
    flagging.sweep(PLANNER, town.id)
    deeds.amend(PLANNER, first, {"geometry": Point(23.76, 38)}, version=first.version)
    flagging.sweep(PLANNER, town.id)
    assert open_kinds(town) == []


def test_a_likely_duplicate_is_raised_once_on_the_later(session):
    town = municipality()
    first = asset(town)
    second = asset(town, title="ΠΑΛΑΙΟ ΣΦΑΓΕΙΟ")
    flagging.recompute(PLANNER, town.id)
    (flag,) = flags(town)
    assert (flag.asset_id, flag.other_id, flag.kind) == (
        second.id,
        first.id,
        FlagKind.LIKELY_DUPLICATE,
    )
    assert flag.detail["reasons"]["name"] == 40
    assert flag.detail["metres"] == 0


@pytest.mark.parametrize(
    "values",
    [
        {"geometry": Point(23.7503, 38.0), "address": "άλλη"},
        {"geometry": None, "original_crs": None, "original_geometry": None},
        {"geometry": Point(23.79, 38.04), "kaek": "050681726008"},
    ],
)
def test_the_sweep_finds_pairs_by_place_by_name_and_by_code(session, values):
    town, elsewhere = municipality(), municipality()
    asset(town, kaek="050681726008")
    asset(town, **values)
    asset(elsewhere, kaek="050681726008")
    session.execute(sa.delete(AssetFlag))
    flagging.sweep(PLANNER, town.id)
    assert open_kinds(town) == ["likely_duplicate"]
    assert open_kinds(elsewhere) == []


def test_not_the_same_is_never_asked_again(session):
    town = municipality()
    asset(town)
    second = asset(town)
    settling.part(PLANNER, flags(town)[0])
    deeds.amend(PLANNER, second, {"notes": "κάτι"}, version=second.version)
    flagging.recompute(PLANNER, town.id)
    (flag,) = flags(town)
    assert flag.verdict is FlagVerdict.NOT_SAME


def test_retiring_an_asset_settles_what_was_asked_about_it(session):
    town = municipality()
    first = asset(town)
    asset(town)
    assert open_kinds(town) == ["likely_duplicate"]
    deeds.retire(PLANNER, first, "Κατεδαφίστηκε")
    assert open_kinds(town) == []


def test_a_mended_shape_is_flagged_until_somebody_draws_it_anew(session):
    town = municipality()
    one = asset(town, geometry=box(23.74, 38, 23.75, 38.01))
    mended = Flag(FlagKind.REPAIRED_GEOMETRY, "άλλο σχήμα", {"how": "…"})
    flagging.raise_flags(PLANNER, town.id, [(one.id, mended)])
    flagging.recompute(PLANNER, town.id)
    assert flags(town)[0].verdict is FlagVerdict.GONE


def test_recomputing_twice_changes_nothing(session):
    town = municipality()
    crowd(town, 6)
    asset(town, geometry=FAR, owner_afm="1", title="Λέσχη")
    flagging.recompute(PLANNER, town.id)
    before = [(flag.id, flag.kind, flag.mark, flag.state) for flag in flags(town)]
    flagging.recompute(PLANNER, town.id)
    session.expire_all()
    assert [(flag.id, flag.kind, flag.mark, flag.state) for flag in flags(town)] == before


def test_accepting_all_alike_tells_each_history_and_refuses_other_numbers(session):
    town = municipality()
    made = crowd(town)
    flagging.sweep(PLANNER, town.id)
    group: dict[str, Any] = {"kind": FlagKind.CROWDED_POINT, "mark": "23.750000,38.000000"}
    with pytest.raises(ConflictError):
        settling.accept_alike(PLANNER, town.id, **group, reason="Ίδιο κτίριο", seen=4)
    with pytest.raises(RuleError):
        settling.accept_alike(PLANNER, town.id, **group, reason=" ", seen=5)
    assert settling.accept_alike(PLANNER, town.id, **group, reason="Ίδιο κτίριο", seen=5) == 5
    assert open_kinds(town) == []
    deed = records.history("asset", made[0].id)[0]
    assert deed.deed == "flag settled"
    assert {change.after for change in deed.changes} >= {"crowded_point", "Ίδιο κτίριο"}


def test_a_settled_flag_cannot_be_settled_again(session):
    town = municipality()
    asset(town, owner_afm="1")
    (flag,) = flags(town)
    settling.accept(PLANNER, flag, "Ναι")
    with pytest.raises(ConflictError):
        settling.accept(PLANNER, flag, "Και πάλι")


def test_the_spelling_is_applied_unless_the_words_have_changed(session):
    town = municipality()
    one = asset(town, title="ΛΕΣΧΗ KAI ΓΗΠΕΔΟ")
    (flag,) = flags(town)
    settling.respell(PLANNER, flag)
    assert one.title == "ΛΕΣΧΗ ΚΑΙ ΓΗΠΕΔΟ"
    assert flag.verdict is FlagVerdict.CORRECTED
    other = asset(town, title="EΠΑΛ", address="")
    flag = flags(town, state=FlagState.OPEN)[0]
    other.title = "Άλλος τίτλος"
    session.flush()
    with pytest.raises(ConflictError):
        settling.respell(PLANNER, flag)


def test_a_queue_goes_forth_and_back_in_a_handful_of_statements(session):
    town = municipality()
    for number in range(60):
        asset(town, title=f"Αποθήκη {number}", owner_afm=str(number), geometry=None)
    wanted = Wanted(kind=FlagKind.BAD_AFM)
    with count_queries() as statements:
        first = queries.page(municipality_id=town.id, wanted=wanted)
        queries.counts(municipality_id=town.id)
        queries.groups(municipality_id=town.id, wanted=wanted)
        assert {flag.asset.title for flag in first.rows}
    assert len(statements) == 3
    second = queries.page(municipality_id=town.id, wanted=wanted, after=first.next)
    third = queries.page(municipality_id=town.id, wanted=wanted, after=second.next)
    assert [len(page.rows) for page in (first, second, third)] == [25, 25, 10]
    assert (first.previous, third.next) == (None, None)
    back = queries.page(municipality_id=town.id, wanted=wanted, before=third.previous)
    assert [flag.id for flag in back.rows] == [flag.id for flag in second.rows]


def test_a_sweep_asks_as_often_for_many_assets_as_for_few(session):
    town = municipality()
    counts = []
    for number in (3, 40):
        for at in range(number):
            title = f"Χώρος {'αβγδεζηθικλμνξοπρστυφχψω'[at % 24] * 4}{number}{at}"
            asset(town, title=title, address="", geometry=Point(23.71 + at / 500, 37.96))
        with count_queries() as statements:
            flagging.sweep(PLANNER, town.id)
        counts.append(len(statements))
    assert counts[0] <= counts[1] <= counts[0] + 2


# Pages


def base(town):
    return f"/{town.slug}/resources"


def test_the_queue_is_for_staff(client, session, sign_in):
    town, elsewhere = municipality(), municipality()
    asset(town, owner_afm="1")
    key = flags(town)[0].id
    assert client.get(f"{base(town)}/flags").status_code == 302
    sign_in(Role.PLANNER, town=elsewhere)
    assert client.get(f"{base(town)}/flags").status_code == 403
    assert client.get(f"{base(elsewhere)}/flags/{key}").status_code == 404


def test_a_consultant_sees_flags_and_settles_none(client, session, sign_in):
    town = municipality()
    asset(town, owner_afm="1")
    key = flags(town)[0].id
    sign_in(Role.CONSULTANT, town=town)
    assert client.get(f"{base(town)}/flags/{key}").status_code == 200
    assert (
        client.post(f"{base(town)}/flags/{key}/accept", data={"reason": "Ναι"}).status_code == 403
    )


def test_the_filters_of_the_queue_survive_in_the_address(client, session, sign_in):
    town = municipality()
    crowd(town, 6)
    asset(town, owner_afm="1", title="Παλιό λουτρό", geometry=None)
    flagging.sweep(PLANNER, town.id)
    sign_in(Role.PLANNER, town=town)
    page = client.get(f"{base(town)}/flags?kind=crowded_point")
    assert page.text.count("/flags/") == 6
    assert "mark=23.750000,38.000000" in page.text.replace("%2C", ",")
    settled = client.get(f"{base(town)}/flags?kind=crowded_point&state=settled").text
    assert "kind=bad_afm&amp;state=settled" in settled or "state=settled" in settled
    assert client.get(f"{base(town)}/flags?kind=nonsense&after=x&state=\0").status_code == 200


def test_accepting_leads_to_the_next_of_the_same_queue(client, session, sign_in):
    town = municipality()
    for number in range(2):
        asset(town, title=f"Λουτρό {number}", owner_afm=str(number), geometry=None)
    first, second = flags(town, kind=FlagKind.BAD_AFM)
    sign_in(Role.PLANNER, town=town)
    address = f"{base(town)}/flags/{first.id}/accept?kind=bad_afm"
    assert client.post(address, data={"reason": ""}).status_code == 422
    answer = client.post(address, data={"reason": "Έτσι είναι"})
    assert answer.location.endswith(f"/flags/{second.id}?kind=bad_afm")
    answer = client.post(f"{base(town)}/flags/{second.id}/accept", data={"reason": "Και αυτό"})
    assert answer.location.endswith("/flags?kind=bad_afm")


def test_a_group_is_accepted_after_a_question(client, session, sign_in):
    town = municipality()
    crowd(town)
    flagging.sweep(PLANNER, town.id)
    key = flags(town)[0].id
    sign_in(Role.PLANNER, town=town)
    address = f"{base(town)}/flags/{key}/accept-alike"
    assert "5" in client.get(address).text
    assert client.post(address, data={"seen": "3", "reason": "Ίδιο"}).status_code == 422
    assert client.post(address, data={"seen": "5", "reason": "Ίδιο"}).status_code == 303
    assert open_kinds(town) == []


def test_a_point_is_moved_on_the_page_of_its_flag(client, session, sign_in):
    town = municipality()
    one = asset(town, geometry=FAR)
    key = flags(town)[0].id
    sign_in(Role.PLANNER, town=town)
    address = f"{base(town)}/flags/{key}/place"
    assert client.get(address).status_code == 200
    place = {"x": "23.76", "y": "38.01", "crs": "4326", "version": one.version, "geometry": ""}
    assert client.post(address, data={**place, "version": "99"}).status_code == 422
    assert client.post(address, data={**place, "x": "πού;"}).status_code == 422
    assert client.post(address, data=place).status_code == 303
    session.expire_all()
    assert flags(town)[0].verdict is FlagVerdict.CORRECTED
    assert (one.x, one.y) == (23.76, 38.01)


def test_an_asset_shows_its_open_flags_to_staff_only(client, session, sign_in):
    town = municipality()
    one = asset(town, owner_afm="1")
    key = flags(town)[0].id
    address = f"{base(town)}/{one.id}"
    assert f"/flags/{key}" not in client.get(address).text
    sign_in(Role.PLANNER, town=town)
    assert f"/flags/{key}" in client.get(address).text


def test_the_list_can_be_asked_for_what_is_flagged_by_staff_only(client, session, sign_in):
    town = municipality()
    asset(town, owner_afm="1", title="Σφαγείο")
    asset(town, title="Μουσείο", address="", geometry=None)
    address = f"{base(town)}/?flagged=yes"
    assert "Μουσείο" in client.get(address).text
    sign_in(Role.PLANNER, town=town)
    page = client.get(address).text
    assert "Σφαγείο" in page
    assert "Μουσείο" not in page


def test_the_command_looks_at_a_whole_town_anew(app, session):
    town = municipality(slug="dokimi")
    asset(town, owner_afm="1", geometry=FAR)
    session.execute(sa.delete(AssetFlag))
    session.commit()
    words = ["resources", "flag", "--municipality", "dokimi", "--language", "en"]
    said = app.test_cli_runner().invoke(args=words)
    assert said.exit_code == 0, said.output
    assert "Outside the municipality: 1" in said.output
    assert "2 flags to look at" in said.output
    assert app.test_cli_runner().invoke(args=words[:-3] + ["nowhere"]).exit_code == 2


def test_a_code_that_cannot_be_may_stand_while_something_else_is_corrected(
    client, session, sign_in
):
    town = municipality()
    one = asset(town)
    one.kaek = "99-1"
    deeds.amend(PLANNER, one, {"notes": "νέα"}, version=one.version)
    assert (one.kaek, one.notes) == ("99-1", "νέα")
    with pytest.raises(RuleError):
        deeds.amend(PLANNER, one, {"kaek": "99-2"}, version=one.version)
    session.commit()
    sign_in(Role.PLANNER, town=town)
    page = client.get(f"{base(town)}/{one.id}/edit")
    assert 'value="99-1"' in page.text
    typed = {"title": "Άλλος", "kind": "building", "use": "idle", "kaek": "99-1"}
    more = {"use_certainty": "certain", "condition": "good", "accessibility": "no"}
    answer = client.post(
        f"{base(town)}/{one.id}/edit",
        data={**typed, **more, "ownership": "municipal", "version": one.version, "crs": "4326"},
    )
    assert answer.status_code == 303, answer.text
