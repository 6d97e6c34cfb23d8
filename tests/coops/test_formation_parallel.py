"""Founders at the same moment: whoever saves second sees the first, and nobody loses a word."""

from inmeko.coops.queries import formations as queries
from inmeko.coops.rules.formation.words import Chapter
from inmeko.coops.services import answering, founders
from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.kernel.errors import ConflictError
from tests.builders import formations as build
from tests.builders.formations import STAFF
from tests.builders.people import municipality
from tests.builders.records import at_once

SLUG, THREADS = "dokimi", 4
FIELDS = ("seat", "address", "wish", "hope")


def prepared() -> int:
    """A group, kept; its number."""
    with transaction():
        return build.formation(municipality(name="Δήμος Δοκιμής", slug=SLUG)).id


def group(number: int):
    return queries.formation(municipality=SLUG, formation_id=number)


def test_four_who_save_a_chapter_at_once_all_keep_their_field(own_app) -> None:
    number = prepared()

    def save(thread: int) -> None:
        with transaction():
            mine = {FIELDS[thread]: f"από τον {thread}"}
            answering.save(STAFF, group(number), Chapter.SEAT, mine, seen=0)

    at_once(own_app, THREADS, save)
    db.session.rollback()
    newest = queries.chapter(group(number), Chapter.SEAT)
    assert newest.version == THREADS
    assert newest.answers == {name: f"από τον {n}" for n, name in enumerate(FIELDS)}


def test_four_who_enter_the_same_person_at_once_enter_one(own_app) -> None:
    number, refused = prepared(), []

    def enter(thread: int) -> None:
        try:
            with transaction():
                founders.add(STAFF, group(number), build.told(9))
        except ConflictError as error:
            refused.append(error.field)

    at_once(own_app, THREADS, enter)
    db.session.rollback()
    assert len(queries.founders(group(number))) == 2
    assert refused == ["afm"] * (THREADS - 1)
