"""The content of a call survives being kept."""

import json
from decimal import Decimal

from inmeko.calls.rules import content as contents
from inmeko.calls.rules.content import Content, Judging, Question, Section, ShownIf
from inmeko.calls.rules.words import Offer, QuestionKind
from tests.builders.calls import content


def test_a_content_comes_back_as_it_was_kept() -> None:
    asked = Question(
        key="q3",
        kind=QuestionKind.CHOICE,
        label="Χώρος",
        options=("Ναι", "Όχι"),
        least=Decimal("1.5"),
        shown_if=ShownIf("q2", ("7",)),
    )
    given = content(
        offers=(Offer.MENTORING,),
        assets=(4, 7),
        sections=(Section(key="s1", title="Η πρόταση", questions=(asked,)),),
        judging=Judging(places=3, minimum=Decimal("49.5")),
        sealed=True,
    )
    assert contents.read(json.loads(json.dumps(contents.write(given)))) == given


def test_an_empty_content_has_its_defaults() -> None:
    assert contents.read({}) == Content()


def test_a_key_is_never_given_twice() -> None:
    assert contents.fresh_key("q", ["q1", "q7", "p9"]) == "q8"
    assert contents.fresh_key("q", []) == "q1"
