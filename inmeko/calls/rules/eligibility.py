"""The eligibility check: its points, what each finding must say, and when it can be concluded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inmeko.calls.rules.content import Content
from inmeko.calls.rules.words import EligibilityVerdict
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

LONGEST_REASON = 2_000


@dataclass(frozen=True)
class Point:
    """A document or a requirement of the version under which a file was submitted."""

    key: str
    label: str
    hint: str = ""
    # A document is looked at; a requirement is judged.
    paper: bool = False
    # Without a finding here the check cannot be concluded.
    needed: bool = True


def points(content: Content, kind: str | None) -> list[Point]:
    """The points of a file of this kind of organisation: documents, then requirements."""
    papers = [
        Point(one.key, one.label, one.hint, paper=True, needed=one.required)
        for one in content.papers
        if not one.only_for or kind in one.only_for
    ]
    return papers + [Point(one.key, one.label) for one in content.requirements]


def check_finding(point: Point, verdict: EligibilityVerdict, reason: str) -> None:
    """Refuse a finding without its reason, unless the point is met."""
    if verdict is not EligibilityVerdict.MET and not reason.strip():
        raise RuleError(
            N_("“%(point)s”: write the reason."),
            field=f"{point.key}-reason",
            values={"point": point.label},
        )


def check_conclusion(
    points: Sequence[Point],
    verdicts: Mapping[str, EligibilityVerdict],
    *,
    eligible: bool,
    reason: str,
) -> None:
    """Refuse a conclusion that leaves a point open, or that the findings contradict."""
    for point in points:
        verdict = verdicts.get(point.key)
        named = {"point": point.label}
        if point.needed and verdict is None:
            raise RuleError(
                N_("“%(point)s” has not been checked yet."), field=point.key, values=named
            )
        if eligible and point.needed and verdict is not EligibilityVerdict.MET:
            raise RuleError(
                N_("“%(point)s” is not met: the file cannot be eligible."),
                field="eligible",
                values=named,
            )
    if not eligible and not reason.strip():
        raise RuleError(N_("Write why the file is not eligible."), field="reason")
