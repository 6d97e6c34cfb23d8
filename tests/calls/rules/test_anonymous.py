"""An anonymous file says nothing of whose it is; the others show what was handed in."""

import json
from dataclasses import asdict
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from inmeko.calls.rules import anonymous
from inmeko.calls.rules.content import Content, Judging, PaperAsked, Question, Section
from inmeko.calls.rules.words import QuestionKind

QUESTIONS = (
    Question(key="q1", kind=QuestionKind.LONG_TEXT, label="Η ιδέα"),
    Question(key="q2", kind=QuestionKind.TEXT, label="Ιστοσελίδα", identifies=True),
    Question(key="q3", kind=QuestionKind.PEOPLE, label="Ομάδα"),
    Question(key="q4", kind=QuestionKind.FILE, label="Σχέδιο"),
    Question(key="q5", kind=QuestionKind.FILE, label="Βιογραφικά", identifies=True),
)
PDF = {"media_type": "application/pdf", "size": 9}
KEPT: dict[str, Any] = {
    "name": "Κύκλος Υλικών ΚοινΣΕπ",
    "kind": "social_cooperative",
    "afm": "000001069",
    "contact_name": "Μυρτώ Συνεργάτη",
    "email": "info@kyklos.example",
    "phone": "+302106001234",
    "address": "Σιδηροδρόμου 31",
    "answers": {
        "q1": "Ο ΚΥΚΛΟΣ  ΥΛΙΚΩΝ ΚΟΙΝΣΕΠ (ΑΦΜ 000001069) και η κα Μυρτω Συνεργατη επισκευάζουν.",
        "q2": "kyklos.example",
        "q3": [{"name": "Μυρτώ Συνεργάτη"}, {"name": "Άρης Μηχανικός"}],
        "gone": "ερώτηση που έφυγε",
    },
    "files": [
        {"id": 1, "purpose": "p1", "name": "Καταστατικό Κύκλος.pdf", **PDF},
        {"id": 2, "purpose": "q4", "name": "Σχέδιο Κύκλος Υλικών.PDF", **PDF},
        {"id": 3, "purpose": "q5", "name": "βιογραφικό.pdf", **PDF},
    ],
}


def content(*, hides):
    return Content(
        sections=(Section(key="s1", title="Πρόταση", questions=QUESTIONS),),
        papers=(PaperAsked(key="p1", label="Καταστατικό"),),
        judging=Judging(anonymous=hides),
    )


def test_an_open_file_shows_its_name_its_answers_and_its_files():
    shown = anonymous.shown(content(hides=False), KEPT, "Φάκελος 7")
    assert (shown.title, shown.kind) == (KEPT["name"], KEPT["kind"])
    assert [one.question.key for one in shown.sections[0].answers] == ["q1", "q2", "q3"]
    assert [one.name for one in shown.files] == [one["name"] for one in KEPT["files"]]


def test_an_anonymous_file_has_an_alias_neutral_names_and_no_identifying_answer():
    shown = anonymous.shown(content(hides=True), KEPT, "Φάκελος 7")
    assert (shown.title, shown.kind) == ("Φάκελος 7", None)
    [answer] = shown.sections[0].answers
    assert answer.question.key == "q1"
    assert answer.lines == ("Ο ▇▇▇ (ΑΦΜ ▇▇▇) και η κα ▇▇▇ επισκευάζουν.",)
    assert [(one.label, one.name, one.id) for one in shown.files] == [("Σχέδιο", "1.pdf", 2)]


@given(st.text(), st.text())
def test_no_text_of_the_applicant_is_left_in_what_is_shown(before, after):
    texts = anonymous.identifying(content(hides=True), KEPT)
    told = {**KEPT, "answers": {**KEPT["answers"], "q1": f"{before} {' '.join(texts)} {after}"}}
    told["files"] = [{**one, "name": f"{KEPT['name']}.{after}"} for one in KEPT["files"]]
    shown = anonymous.shown(content(hides=True), told, "Φάκελος 7")
    written = json.dumps(
        [*map(asdict, shown.sections), *map(asdict, shown.files)], default=str, ensure_ascii=False
    )
    for text in (*texts, "Άρης", "βιογραφικό"):
        assert text not in written


def test_short_words_stay_so_that_answers_can_be_read():
    told = {"name": "ΑΒ", "answers": {"q1": "αβ και ΑΒ"}}
    shown = anonymous.shown(content(hides=True), told, "Φάκελος 1")
    assert shown.sections[0].answers[0].lines == ("αβ και ΑΒ",)
