"""Texts put to the public: their rules, comments, moderation, answers, on both engines."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from inmeko.accounts.rules import Role
from inmeko.consultations.models import CommentSupport, TextComment
from inmeko.consultations.rules import text_differences, text_editing
from inmeko.consultations.rules import texts as rules
from inmeko.consultations.rules.texts import (
    Article,
    CommentState,
    TextState,
    ThemeAnswer,
    Voice,
)
from inmeko.consultations.services import comments
from inmeko.consultations.services import texts as deeds
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.records.models import AuditEntry, Job
from tests.builders import texts as made
from tests.builders.people import municipality
from tests.queries import count_queries

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
PATH = "/dokimi/consultations"
FORM = {
    "text": "Να υπάρχει ράμπα.",
    "voice": "person",
    "name": "Μαρία Δοκιμή",
    "email": "maria@example.org",
    "consent": "y",
}
NOBODY = Actor()


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def mails(to: str = "maria@example.org") -> list[dict]:
    query = sa.select(Job).where(Job.name == "mail").order_by(Job.id)
    return [one.payload for one in db.session.scalars(query) if one.payload["to"] == to]


def comment_path(text) -> str:
    return f"{PATH}/{text.id}/articles/{text.articles[0].id}/comment"


def test_articles_are_typed_and_read_back() -> None:
    found = rules.read_articles(made.ARTICLES)
    assert [one.heading for one in found] == ["Άρθρο 1: Σκοπός", "Άρθρο 2: Ωράριο"]
    assert rules.read_articles(rules.typed_articles(found)) == found


@pytest.mark.parametrize("typed", ["χωρίς επικεφαλίδα", "# Άρθρο 1", "# \nκείμενο"])
def test_articles_without_a_heading_or_a_text_are_refused(typed: str) -> None:
    with pytest.raises(RuleError) as refused:
        rules.read_articles(typed)
    assert refused.value.field == "articles"


def test_the_last_second_of_the_period_counts_and_the_next_does_not() -> None:
    last = datetime(2026, 5, 31, 20, 59, 59, tzinfo=UTC)
    rules.check_open(TextState.PUBLISHED, last, last.replace(microsecond=999_999))
    with pytest.raises(RuleError):
        rules.check_open(TextState.PUBLISHED, last, last + timedelta(seconds=1))


def test_versions_stand_side_by_side_by_their_headings() -> None:
    old = [Article("Α", "ίδιο"), Article("Β", "έως τις 21:00"), Article("Γ", "φεύγει")]
    new = [Article("Α", "ίδιο"), Article("Β", "έως τις 22:00")]
    same, changed, gone = text_differences.compare(old, new)
    assert not same.changed
    assert [one.text for one in changed.left if one.changed] == ["21:00"]
    assert [one.text for one in changed.right if one.changed] == ["22:00"]
    assert gone.after is None


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "//evil.example.org", "/\\evil.example.org", "ftp://x"]
)
def test_a_link_that_a_browser_would_run_is_refused(link: str) -> None:
    with pytest.raises(RuleError):
        rules.check_link(link)


def test_fourteen_days_are_suggested_and_a_past_end_is_refused(town) -> None:
    text = made.draft(town)
    assert text.closes_at == NOON + timedelta(days=14)
    text.closes_at = NOON + timedelta(hours=2)
    with pytest.raises(RuleError) as refused:
        deeds.publish(NOBODY, text)
    assert refused.value.field == "closes_at"


def test_a_public_text_does_not_change_under_its_comments(town) -> None:
    text = made.text(town)
    given = {"title": "Άλλο", "kind": text.kind, "introduction": "", "link": ""}
    values = {**given, "closes_at": text.closes_at}
    with pytest.raises(ConflictError):
        deeds.change(NOBODY, text, values, made.ARTICLES, seen="")


def test_a_comment_is_public_after_the_link_and_its_script_is_text(client, town) -> None:
    text = made.text(town)
    script = {**FORM, "text": "<script>alert(1)</script> ράμπα"}
    assert client.post(comment_path(text), data=script).status_code == 303
    assert "ράμπα" not in client.get(f"{PATH}/{text.id}").text
    one = db.session.scalars(sa.select(TextComment)).one()
    assert f"/comment/{one.key}/" in mails()[0]["body"]
    assert client.get(f"{PATH}/comment/{one.key}/").headers["X-Robots-Tag"] == "noindex"
    assert one.state is CommentState.UNCONFIRMED
    assert client.post(f"{PATH}/comment/{one.key}/confirm").status_code == 303
    page = client.get(f"{PATH}/{text.id}").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "maria@" not in page
    assert "Μαρία" not in page


def test_who_is_signed_in_needs_no_link_for_their_own_address(client, town, sign_in) -> None:
    text, user = made.text(town), sign_in()
    client.post(comment_path(text), data={**FORM, "email": user.email})
    client.post(comment_path(text), data=FORM)
    states = db.session.scalars(sa.select(TextComment.state).order_by(TextComment.id)).all()
    assert states == [CommentState.PUBLIC, CommentState.UNCONFIRMED]


def test_a_machine_that_fills_in_everything_is_refused(client, town) -> None:
    text = made.text(town)
    answer = client.post(comment_path(text), data={**FORM, "homepage": "http://x"})
    assert answer.status_code == 422
    assert "Να υπάρχει ράμπα." in answer.text
    assert not db.session.scalars(sa.select(TextComment)).all()


def test_a_comment_after_the_end_is_refused_and_nothing_typed_is_lost(client, town, at) -> None:
    text = made.text(town)
    at(text.closes_at + timedelta(seconds=1))
    answer = client.post(comment_path(text), data=FORM)
    assert answer.status_code == 422
    assert not db.session.scalars(sa.select(TextComment)).all()


def test_a_flood_from_one_address_stops(town) -> None:
    text = made.text(town)
    for _ in range(rules.MOST_UNCONFIRMED):
        made.comment(text, email="a@example.org", confirmed=False)
    with pytest.raises(RuleError):
        made.comment(text, email="A@example.org", confirmed=False)
    for _ in range(rules.MOST_OF_ONE):
        made.comment(text, email="b@example.org")
    with pytest.raises(RuleError):
        made.comment(text, email="b@example.org")


def test_a_program_that_comments_without_end_is_asked_to_wait(own_app) -> None:
    with own_app.app_context():
        path = comment_path(made.text(municipality(slug="dokimi")))
        db.session.commit()
    own_app.config["RATELIMIT_ENABLED"] = True
    client = own_app.test_client()
    answers = [client.post(path, data={}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_an_organisation_needs_its_name(town) -> None:
    text = made.text(town)
    with pytest.raises(RuleError) as refused:
        made.comment(text, voice=Voice.ORGANISATION)
    assert refused.value.field == "organisation"


def test_a_comment_changes_until_the_end_and_never_after_it(town, at) -> None:
    text = made.text(town)
    one, other = made.comment(text), made.comment(text)
    comments.edit(one, "Άλλα λόγια.")
    assert one.text == "Άλλα λόγια."
    comments.support(other, "allos@example.org", "el", confirmed=True)
    with pytest.raises(RuleError):
        comments.edit(other, "Τα αντίθετα.")
    at(text.closes_at + timedelta(seconds=1))
    with pytest.raises(RuleError):
        comments.edit(one, "Πολύ αργά.")


def test_an_address_supports_once_and_only_when_confirmed(client, town) -> None:
    one = made.comment(made.text(town))
    path = f"{PATH}/{one.text_id}/comments/{one.id}/support"
    for _ in range(2):
        assert client.post(path, data={"email": "Maria@example.org"}).status_code == 303
    support = db.session.scalars(sa.select(CommentSupport)).one()
    assert support.confirmed_at is None
    for _ in range(2):
        client.post(f"{PATH}/comment/support/{support.key}")
    assert len(mails()) == 1
    body = client.get(f"/dokimi/api/consultations/{one.text_id}/comments").json
    assert body["comments"][0]["supports"] == 1
    own = client.post(path, data={"email": one.email})
    assert own.status_code == 422


def test_a_hidden_comment_shows_its_reason_and_its_author_objects(client, town, sign_in) -> None:
    one = made.comment(made.text(town), email="maria@example.org", text="Άσχημα λόγια")
    sign_in(Role.PLANNER, town=town)
    base = f"{PATH}/{one.text_id}/comments/{one.id}"
    assert client.post(f"{base}/hide", data={"reason": ""}).status_code == 422
    assert client.post(f"{base}/hide", data={"reason": "Προσβάλλει τρίτους"}).status_code == 303
    page = client.get(f"{PATH}/{one.text_id}").text
    assert "Προσβάλλει τρίτους" in page
    assert "Άσχημα λόγια" not in page
    assert "Άσχημα" not in client.get(f"/dokimi/api/consultations/{one.text_id}/comments").text
    assert "Προσβάλλει τρίτους" in mails()[-1]["body"]
    own = f"{PATH}/comment/{one.key}"
    assert client.post(f"{own}/object", data={"text": "Δεν προσβάλλω."}).status_code == 303
    assert client.post(f"{own}/object", data={"text": "Ξανά."}).status_code == 422
    assert client.post(f"{base}/decide", data={"show": "no"}).status_code == 422
    client.post(f"{base}/decide", data={"show": "yes", "answer": "Δεκτό"})
    assert "Άσχημα λόγια" in client.get(f"{PATH}/{one.text_id}").text


def test_an_answer_is_never_hidden_nor_replaced_and_stays_under_a_hidden_comment(
    client, town, sign_in
) -> None:
    one = made.comment(made.text(town))
    sign_in(Role.PLANNER, town=town)
    base = f"{PATH}/{one.text_id}/comments/{one.id}"
    assert client.post(f"{base}/reply", data={"text": "Θα γίνει."}).status_code == 303
    assert client.post(f"{base}/reply", data={"text": "Δεν θα γίνει."}).status_code == 422
    client.post(f"{base}/hide", data={"reason": "Λόγος"})
    assert "Θα γίνει." in client.get(f"{PATH}/{one.text_id}").text
    deed = sa.select(AuditEntry).where(AuditEntry.deed == "comment hidden")
    assert db.session.scalars(deed).one().after["reason"] == "Λόγος"


def test_what_is_withdrawn_is_gone_and_its_place_is_marked(client, town) -> None:
    one = made.comment(made.text(town), named=True, email="maria@example.org")
    words = one.text
    client.post(f"{PATH}/comment/{one.key}/withdraw")
    db.session.refresh(one)
    assert (one.text, one.name, one.email) == ("", "", "")
    page = client.get(f"{PATH}/{one.text_id}").text
    assert f"comment-{one.id}" in page
    assert words not in page


def test_everybody_is_told_what_became_of_it_and_the_answers_stand(town, client, sign_in) -> None:
    text = made.text(town)
    one = made.comment(text, email="maria@example.org")
    theme = deeds.make_theme(NOBODY, text, title="Ωράριο")
    made.over(text)
    with pytest.raises(RuleError):
        deeds.conclude(NOBODY, text)
    made.answer(theme, "Έως τις 22:00", verdict=ThemeAnswer.PARTLY, article=text.articles[1])
    sign_in(Role.PLANNER, town=town)
    assert client.post(f"{PATH}/{text.id}/conclude").status_code == 422
    deeds.group(NOBODY, one, theme)
    seen = text_editing.marks(deeds.kept_revision(text))
    deeds.revise(NOBODY, text, made.ARTICLES.replace("21:00", "22:00"), seen=seen)
    assert client.post(f"{PATH}/{text.id}/conclude").status_code == 303
    made.write_letters()
    assert "Έως τις 22:00" in mails()[-1]["body"]
    assert "<ins>22:00.</ins>" in client.get(f"{PATH}/{text.id}/versions").text
    with pytest.raises(ConflictError):
        made.answer(theme, "Όχι", verdict=ThemeAnswer.DECLINED)


def test_people_are_forgotten_ninety_days_after_the_answers(town, at) -> None:
    text = made.text(town)
    one = made.comment(text, email="maria@example.org")
    comments.support(one, "allos@example.org", "el", confirmed=True)
    made.over(text)
    text.ended_at = NOON
    assert comments.forget(municipality_id=town.id) == 0
    at(NOON + timedelta(days=91))
    assert comments.forget(municipality_id=town.id) == 1
    db.session.refresh(one)
    assert (one.name, one.email) == ("", "")
    assert "allos" not in db.session.scalars(sa.select(CommentSupport.voter)).one()


def test_a_text_opens_with_as_many_queries_for_500_comments_as_for_5(client, town) -> None:
    few, many = made.text(town), made.text(town)
    _fill(few, 5)
    _fill(many, 500)
    asked = []
    for text in (few, few, many):
        db.session.expire_all()
        with count_queries() as statements:
            assert client.get(f"{PATH}/{text.id}").status_code == 200
        asked.append(len(statements))
    assert asked[1] == asked[2]


def test_many_comments_come_page_by_page(client, town) -> None:
    text = made.text(town)
    _fill(text, 101)
    first = client.get(f"{PATH}/{text.id}").text
    assert "Σχόλιο 0<" in first
    assert "Σχόλιο 100<" not in first
    last = db.session.scalars(sa.select(TextComment.id).order_by(TextComment.id)).all()[99]
    second = client.get(f"{PATH}/{text.id}?after={last}").text
    assert f"after={last}" in first
    assert "Σχόλιο 100<" in second
    assert "Σχόλιο 0<" not in second
    assert client.get(f"{PATH}/{text.id}?after=x").status_code == 200


def _fill(text, number: int) -> None:
    town, article = text.municipality_id, text.articles[0].id
    for index in range(number):
        one = TextComment(municipality_id=town, text_id=text.id, article_id=article)
        one.text, one.key, one.state = f"Σχόλιο {index}", f"{text.id}-{index}", CommentState.PUBLIC
        db.session.add(one)
    db.session.flush()
