"""The chooser narrows the forms by the rulebook, and says why."""

from hypothesis import given
from hypothesis import strategies as st

from inmeko.coops.rules.cases import BENEFIT, SPECIAL, VULNERABLE, WORKERS
from inmeko.coops.rules.chooser import (
    CHOICES,
    MemberWork,
    PublicBody,
    Pursuit,
    Standing,
    Wishes,
    comparison,
    referrals,
    standings,
)
from inmeko.coops.rules.rulebook import shipped


def of(form: str, wishes: Wishes) -> Standing:
    return next(one for one in standings(wishes, shipped()) if one.form == form)


def against(form: str, wishes: Wishes) -> set[str]:
    return {one.rule.id for one in of(form, wishes).against}


def test_without_answers_nothing_is_ruled_out() -> None:
    assert all(one.open and not one.doubts for one in standings(Wishes(), shipped()))


def test_six_founders_are_too_few_for_inclusion_and_enough_for_benefit() -> None:
    six = Wishes(founders=6, vulnerable=3)
    assert against(VULNERABLE, six) == {"KOIN_MIN_INCLUSION"}
    assert of(BENEFIT, six).open
    assert of(VULNERABLE, Wishes(founders=7, vulnerable=3)).open


def test_a_municipality_among_the_founders_is_refused_and_pointed_to_its_property() -> None:
    wishes = Wishes(founders=8, municipality=True)
    assert "KOIN_OTA_MEMBER" in against(BENEFIT, wishes)
    assert [one.law for one in referrals(wishes)] == ["ν. 4555/2018 άρ. 196"]


def test_a_public_body_with_approval_is_a_doubt_in_inclusion_only() -> None:
    wishes = Wishes(founders=8, special=4, public_body=PublicBody.APPROVED)
    assert of(SPECIAL, wishes).open
    assert "KOIN_PUBLIC_BODY" in {one.rule.id for one in of(SPECIAL, wishes).doubts}
    assert "KOIN_PUBLIC_BODY" in against(BENEFIT, wishes)


def test_who_wants_a_dividend_finds_no_form() -> None:
    assert not any(one.open for one in standings(Wishes(dividend=True), shipped()))


def test_too_many_workers_from_outside_close_the_workers_cooperative_first() -> None:
    assert against(WORKERS, Wishes(work=MemberWork.MOST)) == {"SYN_NONMEMBER_MAX"}
    assert of(BENEFIT, Wishes(work=MemberWork.MOST)).open
    assert not of(BENEFIT, Wishes(work=MemberWork.FEW)).open


def test_other_laws_are_named_for_what_they_provide() -> None:
    named = {field: [one.law for one in referrals(Wishes(field=field))] for field in Pursuit}
    assert named[Pursuit.OTHER] == []
    assert named[Pursuit.ENERGY] == ["ν. 5037/2023"]
    assert all(len(named[field]) == 1 for field in Pursuit if field is not Pursuit.OTHER)


def test_the_comparison_has_a_value_for_each_form() -> None:
    facts = comparison(list(CHOICES), shipped())
    assert all(set(fact.by_form) == set(CHOICES) for fact in facts)
    assert facts[0].by_form == {VULNERABLE: "7", SPECIAL: "7", BENEFIT: "5", WORKERS: "3"}
    assert facts[1].by_form[BENEFIT] == "500 €"
    assert facts[2].by_form[BENEFIT] == "≤ 1/3"
    assert facts[2].by_form[WORKERS] == facts[-1].by_form[BENEFIT] == "0 %"
    assert facts[-2].by_form[BENEFIT] == "≤ 35 %"


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_any_numbers_are_answered(founders: int, legal: int, first: int, second: int) -> None:
    wishes = Wishes(founders=founders, legal=legal, vulnerable=first, special=second)
    assert {one.form for one in standings(wishes, shipped())} == set(CHOICES)
