"""The map of a text and comments on a place: read, refused, drawn, listed, on both engines."""

import io
import json
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from inmeko.accounts.rules import Role
from inmeko.consultations.models import TextComment
from inmeko.consultations.rules import text_map as rules
from inmeko.consultations.services import comments, text_map, texts
from inmeko.consultations.services.comments import Spot
from inmeko.extensions import db
from inmeko.kernel.errors import ConflictError, RuleError
from tests.builders import texts as made
from tests.builders.people import municipality
from tests.builders.resources import asset
from tests.consultations.test_texts import FORM

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
PATH = "/dokimi/consultations"
SQUARE = [[[23.80, 38.05], [23.81, 38.05], [23.81, 38.06], [23.80, 38.06], [23.80, 38.05]]]
FLAT = [[[23.8, 38], [23.9, 38], [23.8, 38], [23.8, 38]]]


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def layer(*geometries: dict, **more) -> bytes:
    rows = [
        {"type": "Feature", "properties": {"Όνομα": f"Σχήμα {number}"}, "geometry": geometry}
        for number, geometry in enumerate(geometries, start=1)
    ]
    return json.dumps({"type": "FeatureCollection", "features": rows, **more}).encode()


def point(x: float, y: float) -> dict:
    return {"type": "Point", "coordinates": [x, y]}


def read(content: bytes) -> list[rules.Shape]:
    return rules.read_layer(io.BytesIO(content), len(content))


def polygon() -> rules.Shape:
    return rules.Shape("Πλατεία", {"type": "Polygon", "coordinates": SQUARE})


def test_degrees_and_metres_of_greece_become_the_same_place() -> None:
    (degrees,) = read(layer(point(23.735427, 37.975512)))
    assert degrees.title == "Σχήμα 1"
    assert degrees.geometry["coordinates"] == [23.735427, 37.975512]
    told = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2100"}}}
    for more in (told, {}):
        (metres,) = read(layer(point(476600, 4202500), **more))
        assert metres.geometry["coordinates"] == pytest.approx([23.734, 37.970], abs=0.01)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not json at all", "cannot be read"),
        (layer(), "no shape"),
        (b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},'
         b'"geometry":null}]}', "no shape"),
        (layer(point(5_000_000, 9_000_000)), "lies outside Greece"),
        (layer({"type": "Polygon", "coordinates": FLAT}), "no. 1"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_map_is_refused_with_its_reason(content: bytes, words: str) -> None:
    with pytest.raises(RuleError) as refused:
        read(content)
    assert refused.value.field == "layer"
    assert words in str(refused.value)


def test_a_file_too_large_for_a_phone_is_refused(monkeypatch) -> None:
    with pytest.raises(RuleError):
        rules.read_layer(io.BytesIO(b"{}"), rules.MOST_BYTES + 1)
    monkeypatch.setattr(rules, "MOST_FEATURES", 2)
    with pytest.raises(RuleError):
        read(layer(*[point(23.7, 37.9)] * 3))
    monkeypatch.setattr(rules, "MOST_CORNERS", 4)
    with pytest.raises(RuleError):
        rules.check_corners([polygon()])


@pytest.mark.parametrize(("x", "y"), [("37.97", "23.73"), ("2.35", "48.85"), ("κάπου", "37.9")])
def test_a_typed_place_that_is_none_is_refused(x: str, y: str) -> None:
    with pytest.raises(RuleError):
        rules.typed_spot(x, y)


def test_of_a_place_ten_metres_are_kept() -> None:
    assert rules.typed_spot("23,7354271", "37.9755123") == (23.7354, 37.9755)
    assert rules.typed_spot("", " ") is None
    assert rules.said_place("", "", 23.7354, 37.9755) == "37.9755, 23.7354"
    assert rules.said_place("Πλατεία", "δίπλα στο νερό", 1.0, 2.0) == "Πλατεία · δίπλα στο νερό"


def test_a_planner_gives_a_draft_its_map_out_of_a_file_and_the_register(
    client, town, sign_in
) -> None:
    text, place = made.draft(town), asset(town, title="Παλιό σχολείο")
    sign_in(Role.PLANNER, town=town)
    path = f"{PATH}/{text.id}/map"
    sent = {"layer": (io.BytesIO(layer(point(23.8, 38.05))), "a.geojson"), "assets": place.code}
    assert client.post(path, data=sent).status_code == 303
    page = client.get(path).text
    assert "Σχήμα 1" in page
    assert "Παλιό σχολείο" in page
    wrong = {"layer": (io.BytesIO(b"%PDF-1.4"), "a.pdf"), "assets": "ΧΧ-9"}
    refused = client.post(path, data=wrong)
    assert refused.status_code == 422
    assert "ΧΧ-9" in refused.text
    unknown = client.post(path, data={"assets": "ΧΧ-9"})
    assert unknown.status_code == 422
    assert "ΧΧ-9" in unknown.text
    assert "Σχήμα 1" in client.get(path).text
    texts.publish(made.SOMEBODY, text)
    with pytest.raises(ConflictError):
        text_map.put(made.SOMEBODY, text, [], [])
    found = client.get(f"/dokimi/api/consultations/{text.id}/places").json
    assert [one["properties"]["title"] for one in found["features"]] == ["Σχήμα 1", "Παλιό σχολείο"]


def test_a_comment_on_a_place_stands_on_the_map_in_the_list_and_in_the_files(client, town) -> None:
    text = made.draft(town)
    (feature,) = text_map.put(made.SOMEBODY, text, [polygon()], [])
    texts.publish(made.SOMEBODY, text)
    path = f"{PATH}/{text.id}/place"
    assert (
        f'<option selected value="{feature.id}">' in client.get(f"{path}?feature={feature.id}").text
    )
    nowhere = client.post(path, data={**FORM, "feature": "0"})
    assert nowhere.status_code == 422
    assert "Να υπάρχει ράμπα." in nowhere.text
    abroad = {**FORM, "feature": "0", "x": "2.35", "y": "48.85"}
    assert client.post(path, data=abroad).status_code == 422
    assert client.post(path, data={**FORM, "feature": str(feature.id)}).status_code == 303
    typed = {**FORM, "feature": "0", "x": "23,8012345", "y": "38,0512345", "text": "Λακκούβα"}
    assert client.post(path, data=typed).status_code == 303
    words = {**FORM, "feature": "0", "place": "Οδός Δοκιμής 5", "text": "Σκοτεινά"}
    assert client.post(path, data=words).status_code == 303
    for one in db.session.scalars(sa.select(TextComment)):
        comments.confirm(one)
    page = client.get(f"{PATH}/{text.id}").text
    for said in ("Πλατεία", "38.0512, 23.8012", "Οδός Δοκιμής 5"):
        assert f"Τόπος: {said}" in page
    found = client.get(f"/dokimi/api/consultations/{text.id}/places").json["features"]
    pins = [one["geometry"]["coordinates"] for one in found if one["geometry"]["type"] == "Point"]
    assert sorted(pins) == [[23.8012, 38.0512], [23.805, 38.055]]
    rows = client.get(f"/dokimi/api/consultations/{text.id}/comments").json["comments"]
    assert rows[1]["place"] == {
        "label": "38.0512, 23.8012",
        "point": {"longitude": 23.8012, "latitude": 38.0512},
    }
    assert rows[2]["place"] == {"label": "Οδός Δοκιμής 5", "point": None}
    assert "38.0512" in client.get(f"{PATH}/{text.id}/report.csv").text


def test_the_place_of_what_is_hidden_or_withdrawn_is_not_told(client, town) -> None:
    text = made.text(town)
    hidden, gone = (
        comments.write(
            made.SOMEBODY,
            Spot(text, point=(23.8, 38.05), address="Κακόβουλη οδός"),
            made.said(),
            confirmed=True,
        )
        for _ in range(2)
    )
    comments.hide(made.SOMEBODY, hidden, "Προσβλητικό")
    comments.withdraw(gone)
    assert (gone.x, gone.y, gone.place) == (None, None, "")
    for path in ("", "/report", "/report.csv"):
        assert "Κακόβουλη" not in client.get(f"{PATH}/{text.id}{path}").text
    assert client.get(f"/dokimi/api/consultations/{text.id}/places").json["features"] == []
    assert "Κακόβουλη" not in client.get(f"/dokimi/api/consultations/{text.id}/comments").text


def test_a_shape_of_another_text_is_not_commented(client, town) -> None:
    text, other = made.text(town), made.draft(town)
    (feature,) = text_map.put(made.SOMEBODY, other, [polygon()], [])
    answer = client.post(f"{PATH}/{text.id}/place", data={**FORM, "feature": str(feature.id)})
    assert answer.status_code == 422
