"""The eligibility check: which points there are, and what a conclusion needs."""

import pytest

from inmeko.calls.rules import eligibility
from inmeko.calls.rules.content import Content, PaperAsked, Requirement
from inmeko.calls.rules.words import EligibilityVerdict
from inmeko.kernel.errors import RuleError

MET, NOT_MET, UNCLEAR = EligibilityVerdict
CONTENT = Content(
    papers=(
        PaperAsked(key="p1", label="Καταστατικό"),
        PaperAsked(key="p2", label="Βεβαίωση μητρώου", only_for=("social_cooperative",)),
        PaperAsked(key="p3", label="Φωτογραφίες", required=False),
    ),
    requirements=(Requirement(key="r1", label="Έδρα στον Δήμο"),),
)
POINTS = eligibility.points(CONTENT, "association")


def test_a_document_of_other_bodies_is_no_point():
    assert [point.key for point in POINTS] == ["p1", "p3", "r1"]
    assert "p2" in [one.key for one in eligibility.points(CONTENT, "social_cooperative")]
    assert "p2" not in [one.key for one in eligibility.points(CONTENT, None)]


@pytest.mark.parametrize("verdict", [NOT_MET, UNCLEAR])
def test_what_is_not_met_needs_a_reason(verdict):
    with pytest.raises(RuleError):
        eligibility.check_finding(POINTS[0], verdict, "  ")
    eligibility.check_finding(POINTS[0], verdict, "Λείπει η σελίδα 3.")
    eligibility.check_finding(POINTS[0], MET, "")


@pytest.mark.parametrize(
    ("verdicts", "eligible", "reason", "field"),
    [
        ({"p1": MET}, True, "", "r1"),
        ({"p1": MET, "r1": UNCLEAR}, True, "", "eligible"),
        ({"p1": NOT_MET, "r1": MET}, True, "", "eligible"),
        ({"p1": NOT_MET, "r1": MET}, False, " ", "reason"),
    ],
)
def test_a_conclusion_that_the_findings_do_not_bear_is_refused(verdicts, eligible, reason, field):
    with pytest.raises(RuleError) as refused:
        eligibility.check_conclusion(POINTS, verdicts, eligible=eligible, reason=reason)
    assert refused.value.field == field


def test_documents_that_nobody_had_to_hand_in_may_stay_unchecked():
    all_met = {"p1": MET, "r1": MET}
    eligibility.check_conclusion(POINTS, all_met, eligible=True, reason="")
    missing = {"p1": NOT_MET, "r1": MET}
    eligibility.check_conclusion(POINTS, missing, eligible=False, reason="Λείπει καταστατικό.")
