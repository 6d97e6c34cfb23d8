"""Deeds on records: entering, cancelling, attaching, noting, posting."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from PIL import Image
from sqlalchemy.exc import DBAPIError

from inmeko.extensions import db, storage
from inmeko.kernel.errors import ConflictError, NotFoundError, RuleError
from inmeko.records import queries, services
from inmeko.records.models import AuditEntry, Job, ProtocolEntry
from inmeko.records.rules import audit
from tests.builders.people import municipality, person
from tests.builders.records import actor, attachment, entry, open_document, picture
from tests.queries import count_queries

NEW_YEAR = datetime(2026, 12, 31, 22, 0, tzinfo=UTC)


def test_numbers_begin_at_one_in_every_town(session) -> None:
    one, other = municipality(), municipality()
    assert [entry(one).number, entry(one).number, entry(other).number] == [1, 2, 1]


def test_the_year_turns_in_athens(session, at) -> None:
    town = municipality()
    at(NEW_YEAR - timedelta(seconds=1))
    last = entry(town)
    at(NEW_YEAR + timedelta(minutes=30))
    first = entry(town)
    assert (last.year, last.number, last.entered_on) == (2026, 1, date(2026, 12, 31))
    assert (first.year, first.number, first.entered_on) == (2027, 1, date(2027, 1, 1))


def test_a_refused_deed_gives_its_number_back(session) -> None:
    town = municipality()
    entry(town)
    with pytest.raises(RuleError), db.session.begin_nested():
        attachment(town, b"", "a.pdf", kind="protocol_entry", key=entry(town).id)
    assert entry(town).number == 2


def test_a_form_sent_twice_gets_one_number(session) -> None:
    town = municipality()
    first, second = entry(town, once="a" * 36), entry(town, once="a" * 36)
    assert first is second
    assert entry(town, once="b" * 36).number == 2


def test_an_entry_without_a_subject_draws_no_number(session) -> None:
    town = municipality()
    with pytest.raises(RuleError):
        entry(town, subject=" ")
    assert entry(town).number == 1


def test_a_cancelled_entry_keeps_its_number_and_says_why(session) -> None:
    town = municipality()
    planner = actor(person(town=town))
    made = entry(town, planner)
    services.cancel(planner, made, "διπλή καταχώριση")
    assert (made.number, made.cancel_reason, made.cancelled_by_id) == (
        1,
        "διπλή καταχώριση",
        planner.id,
    )
    assert entry(town).number == 2
    with pytest.raises(ConflictError):
        services.cancel(planner, made, "πάλι")


@pytest.mark.parametrize("deed", ["change", "delete"])
@pytest.mark.parametrize("model", [ProtocolEntry, AuditEntry])
def test_the_database_itself_refuses_to_forget(session, model, deed) -> None:
    entry(municipality())
    table = model.__table__
    statement = table.delete() if deed == "delete" else table.update().values(number=77)
    with pytest.raises(DBAPIError, match="kept as they were written"), db.session.begin_nested():
        db.session.execute(statement)


def test_an_entry_is_in_the_trail_with_its_number(session) -> None:
    town = municipality()
    planner = person(town=town, name="Ελένη Δοκιμή")
    made = entry(town, actor(planner))
    services.cancel(actor(planner), made, "λάθος")
    cancelled, entered = queries.history("protocol_entry", made.id)
    assert (cancelled.deed, entered.deed) == ("cancelled", "entered")
    assert entered.who == queries.Person(planner.id, "Ελένη Δοκιμή")
    changed = {change.field: change.after for change in entered.changes}
    assert changed["subject"] == made.subject


def test_a_deleted_account_has_no_name_in_the_trail(session) -> None:
    town = municipality()
    gone = person(town=town)
    services.note(actor(gone), "changed", "asset", 3, municipality_id=town.id)
    gone.deleted_at = NEW_YEAR
    assert queries.history("asset", 3)[0].who == queries.Person(gone.id, None)


def test_many_deeds_make_one_whole_chain(session) -> None:
    town = municipality()
    planner = actor(person(town=town))
    entries = ((number, None, {"title": f"Κ-{number}", "area": 1.5}) for number in range(2500))
    with count_queries() as statements:
        services.note_many(planner, "imported", "asset", entries, municipality_id=town.id)
    assert len(statements) == 5  # the head twice, and three batches of a thousand
    services.note(planner, "changed", "asset", 3, municipality_id=town.id)
    number, last = queries.head(chain=town.id)
    assert number == 2501
    assert audit.first_break(queries.links(chain=town.id), number, last) is None


def test_no_deed_writes_nothing(session) -> None:
    town = municipality()
    services.note_many(actor(person()), "imported", "asset", [], municipality_id=town.id)
    assert queries.head(chain=town.id)[0] == 0


def test_the_platform_has_a_chain_of_its_own(session) -> None:
    services.note(actor(person()), "granted", "user", 1, municipality_id=None)
    assert ("", 0) in queries.chains()


def test_a_public_photo_loses_its_place_and_its_size(session) -> None:
    kept = attachment(municipality(), picture(), "Στάδιο.JPEG", public=True)
    assert kept.filename == "Στάδιο.jpg"
    with queries.content(kept) as content:
        image = Image.open(io.BytesIO(content.read()))
    assert image.size == (1600, 800)
    assert not image.getexif()
    assert not set(image.info) & {"exif", "xmp", "comment"}
    with queries.content(kept, small=True) as content:
        assert Image.open(io.BytesIO(content.read())).size == (400, 200)


def test_a_private_photo_stays_as_it_was_taken(session) -> None:
    original = picture()
    kept = attachment(municipality(), original, "a.jpg")
    with queries.content(kept) as content:
        assert content.read() == original


def test_a_photo_with_transparency_stays_transparent(session) -> None:
    target = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(target, "PNG")
    kept = attachment(municipality(), target.getvalue(), "a.png", public=True)
    with queries.content(kept) as content:
        assert Image.open(io.BytesIO(content.read())).getpixel((1, 1)) == (0, 0, 0, 0)


@pytest.mark.parametrize("public", [True, False])
def test_a_torn_picture_is_refused(session, public) -> None:
    with pytest.raises(RuleError, match="is broken"):
        attachment(municipality(), picture()[:300], "a.jpg", public=public)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(session) -> None:
    target = io.BytesIO()
    Image.new("1", (20_000, 5_000)).save(target, "PNG")
    with pytest.raises(RuleError, match="too many pixels"):
        attachment(municipality(), target.getvalue(), "a.png", public=True)


def test_an_oversized_file_is_refused(session, monkeypatch) -> None:
    monkeypatch.setattr(storage, "limit", 2**20)
    with pytest.raises(RuleError, match="at most 1 MB"):
        attachment(municipality(), b"%PDF-" + b" " * 2**20, "a.pdf")


def test_the_same_content_is_kept_once(session) -> None:
    town = municipality()
    first = attachment(town, open_document(), "a.odt")
    second = attachment(town, open_document(), "b.odt")
    assert first.sha256 == second.sha256
    assert [each.filename for each in queries.attachments("asset", 1)] == ["a.odt", "b.odt"]


def test_content_goes_when_nothing_refers_to_it(session) -> None:
    town = municipality()
    by = actor(person())
    first = attachment(town, b"%PDF-1 swept", "a.pdf")
    second = attachment(town, b"%PDF-1 swept", "b.pdf", key=2)
    services.detach(by, first)
    services.sweep(timedelta(seconds=-5))
    assert queries.content(second).read() == b"%PDF-1 swept"
    services.detach(by, second)
    services.detach(by, second)
    services.sweep()
    assert queries.content(second).read() == b"%PDF-1 swept"
    services.sweep(timedelta(seconds=-5))
    with pytest.raises(NotFoundError):
        queries.content(second)
    deeds = [deed.deed for deed in queries.history("asset", 2)]
    assert deeds == ["detached", "attached"]


def test_a_second_post_with_the_same_key_does_nothing(session) -> None:
    first = services.post_job("count", {"n": 1}, key="call-7")
    second = services.post_job("count", {"n": 2}, key="call-7")
    assert first.id == second.id
    assert db.session.get_one(Job, first.id).payload == {"n": 1}


def test_a_mail_to_nobody_is_refused(session) -> None:
    with pytest.raises(RuleError):
        services.post_mail("a@b\nBcc: c@d.gr", "θέμα", "λόγια", municipality_id=None)
