"""Checks on the command line find what was tampered with, and say where."""

import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.records import services
from tests.builders.people import municipality
from tests.builders.records import SOMEBODY, attachment, entry


def run(app, *arguments: str):
    result = app.test_cli_runner().invoke(args=list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


def tamper(table: str, statement: str) -> None:
    """Change what the database protects, as somebody with its password could."""
    with transaction():
        on = f" ON {table}" if db.engine.dialect.name == "postgresql" else ""
        for deed in ("update", "delete"):
            db.session.execute(sa.text(f"DROP TRIGGER {table}_no_{deed}{on}"))
        db.session.execute(sa.text(statement))


def three_entries() -> str:
    with transaction():
        town = municipality(slug="dokimi")
        for _ in range(3):
            entry(town)
    return town.slug


def test_a_whole_register_and_trail_are_said_to_be_whole(own_app) -> None:
    slug = three_entries()
    code, words = run(own_app, "protocol", "verify", "--municipality", slug)
    assert code == 0
    assert words.endswith(": 1-3, 3 entries, no gaps, no doubles\n")
    code, words = run(own_app, "audit", "verify")
    assert (code, words) == (0, "dokimi: 3 entries, whole\n")


def test_a_missing_number_is_named(own_app) -> None:
    slug = three_entries()
    tamper("protocol_entries", "DELETE FROM protocol_entries WHERE number = 2")
    code, words = run(own_app, "protocol", "verify", "--municipality", slug)
    assert code == 1
    assert "1-3, 2 entries, 1 gaps: 2, no doubles" in words


def test_the_last_number_missing_is_found_by_the_counter(own_app) -> None:
    three_entries()
    tamper("protocol_entries", "DELETE FROM protocol_entries WHERE number = 3")
    assert run(own_app, "protocol", "verify")[0] == 1


def test_a_tampered_entry_of_the_trail_is_named(own_app) -> None:
    three_entries()
    tamper("audit_entries", "UPDATE audit_entries SET actor_id = 77 WHERE number = 2")
    code, words = run(own_app, "audit", "verify", "--municipality", "dokimi")
    assert (code, words) == (1, "dokimi: entry 2 was changed\n")


def test_a_trail_cut_short_is_named(own_app) -> None:
    three_entries()
    tamper("audit_entries", "DELETE FROM audit_entries WHERE number = 3")
    code, words = run(own_app, "audit", "verify")
    assert (code, words) == (1, "dokimi: entry 3 is missing: the chain reached 3\n")


def test_an_unknown_municipality_is_a_mistake_of_the_caller(own_app) -> None:
    for group in ("protocol", "audit"):
        assert run(own_app, group, "verify", "--municipality", "nowhere")[0] == 2


def test_sweeping_says_how_much_went(own_app) -> None:
    with transaction():
        services.detach(SOMEBODY, attachment(municipality(), b"%PDF-1", "a.pdf"))
    # Fresh content may belong to a deed under way and stays.
    assert run(own_app, "files", "sweep") == (0, "0 files removed\n")


def test_the_outbox_is_run_once(own_app) -> None:
    with transaction():
        services.post_mail("a@example.org", "Θέμα", "λόγια", municipality_id=None)
    assert run(own_app, "outbox", "run", "--once") == (0, "1 jobs run\n")
