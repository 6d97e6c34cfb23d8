"""Every table of calls."""

from inmeko.calls.models.calls import (
    Call,
    CallAsset,
    CallNotice,
    CallSector,
    CallSeen,
    CallVersion,
    Enquiry,
)
from inmeko.calls.models.evaluation import (
    Assignment,
    EligibilityCheck,
    Evaluator,
    Score,
)
from inmeko.calls.models.expressions import (
    Completion,
    Expression,
    Holder,
    Submission,
)
from inmeko.calls.models.results import Minutes, Objection, ResultLine, ResultList

__all__ = [
    "Assignment",
    "Call",
    "CallAsset",
    "CallNotice",
    "CallSector",
    "CallSeen",
    "CallVersion",
    "Completion",
    "EligibilityCheck",
    "Enquiry",
    "Evaluator",
    "Expression",
    "Holder",
    "Minutes",
    "Objection",
    "ResultLine",
    "ResultList",
    "Score",
    "Submission",
]
