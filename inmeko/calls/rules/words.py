"""The words of calls: states, kinds of question, verdicts; and the life cycles they run through."""

from enum import StrEnum

from inmeko.kernel.text import N_


class CallState(StrEnum):
    """How far a call has come."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    EVALUATION = "evaluation"
    PRELIMINARY = "preliminary"
    OBJECTIONS = "objections"
    FINAL = "final"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


CALL_LABELS = {
    CallState.DRAFT: N_("Draft call"),
    CallState.PUBLISHED: N_("Published"),
    CallState.CLOSED: N_("Closed"),
    CallState.EVALUATION: N_("Under evaluation"),
    CallState.PRELIMINARY: N_("Preliminary results"),
    CallState.OBJECTIONS: N_("Objections examined"),
    CallState.FINAL: N_("Final results"),
    CallState.ARCHIVED: N_("Archived"),
    CallState.CANCELLED: N_("Cancelled"),
}

# A published call closes by the clock; the row follows with the first deed after it.
CALL_NEXT = {
    CallState.DRAFT: {CallState.PUBLISHED},
    CallState.PUBLISHED: {CallState.CLOSED, CallState.CANCELLED},
    CallState.CLOSED: {CallState.EVALUATION, CallState.PUBLISHED, CallState.CANCELLED},
    CallState.EVALUATION: {CallState.PRELIMINARY, CallState.CANCELLED},
    CallState.PRELIMINARY: {CallState.OBJECTIONS, CallState.FINAL, CallState.CANCELLED},
    CallState.OBJECTIONS: {CallState.FINAL, CallState.CANCELLED},
    CallState.FINAL: {CallState.ARCHIVED},
    CallState.CANCELLED: {CallState.ARCHIVED},
}


class QuestionKind(StrEnum):
    """What an answer to a question is."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    MONEY = "money"
    DATE = "date"
    FILE = "file"
    PLACE = "place"
    PEOPLE = "people"


QUESTION_LABELS = {
    QuestionKind.TEXT: N_("Short text"),
    QuestionKind.LONG_TEXT: N_("Long text"),
    QuestionKind.NUMBER: N_("Number"),
    QuestionKind.CHOICE: N_("One of several"),
    QuestionKind.CHOICES: N_("Several of a list"),
    QuestionKind.MONEY: N_("Amount in euro"),
    QuestionKind.DATE: N_("Date"),
    QuestionKind.FILE: N_("File"),
    QuestionKind.PLACE: N_("Place on the map"),
    QuestionKind.PEOPLE: N_("Table of people"),
}


class Offer(StrEnum):
    """What a call offers beside the assets attached to it."""

    MENTORING = "mentoring"
    PREMISES = "premises"
    EQUIPMENT = "equipment"
    TRAINING = "training"
    FUNDING = "funding"


OFFER_LABELS = {
    Offer.MENTORING: N_("Mentoring"),
    Offer.PREMISES: N_("Premises"),
    Offer.EQUIPMENT: N_("Equipment on loan"),
    Offer.TRAINING: N_("Training"),
    Offer.FUNDING: N_("Funding"),
}


class Mean(StrEnum):
    """How the scores of several evaluators become one."""

    MEAN = "mean"
    MEDIAN = "median"


MEAN_LABELS = {Mean.MEAN: N_("Mean of the scores"), Mean.MEDIAN: N_("Median of the scores")}


class TieRule(StrEnum):
    """Who comes first among files of equal score."""

    FIRST_CRITERION = "first_criterion"
    EARLIER = "earlier"
    LOT = "lot"


TIE_LABELS = {
    TieRule.FIRST_CRITERION: N_("The better in the first criterion, then in the second …"),
    TieRule.EARLIER: N_("The one submitted earlier"),
    TieRule.LOT: N_("By lot, drawn from a published seed"),
}


class NoticeKind(StrEnum):
    """What everyone concerned was told about a call after its publication."""

    CHANGED = "changed"
    EXTENDED = "extended"
    CANCELLED_CALL = "cancelled_call"
    REOPENED = "reopened"


NOTICE_LABELS = {
    NoticeKind.CHANGED: N_("The call was changed"),
    NoticeKind.EXTENDED: N_("The deadline was extended"),
    NoticeKind.CANCELLED_CALL: N_("The call was cancelled"),
    NoticeKind.REOPENED: N_("The call was opened again"),
}


class ExpressionState(StrEnum):
    """Where the working file of a group stands."""

    DRAFTING = "drafting"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


EXPRESSION_LABELS = {
    ExpressionState.DRAFTING: N_("Not submitted"),
    ExpressionState.SUBMITTED: N_("Submitted"),
    ExpressionState.WITHDRAWN: N_("Withdrawn"),
}


class Source(StrEnum):
    """How an expression of interest came in."""

    ONLINE = "online"
    COUNTER = "counter"


SOURCE_LABELS = {
    Source.ONLINE: N_("By the group itself"),
    Source.COUNTER: N_("At the counter, by the staff for the group"),
}


class SubmissionState(StrEnum):
    """Whether a submission counts."""

    CURRENT = "current"
    REPLACED = "replaced"
    TAKEN_BACK = "taken_back"


SUBMISSION_LABELS = {
    SubmissionState.CURRENT: N_("Counts"),
    SubmissionState.REPLACED: N_("Replaced by a later one"),
    SubmissionState.TAKEN_BACK: N_("Withdrawn by the group"),
}


class EligibilityVerdict(StrEnum):
    """What the check of one point of eligibility found."""

    MET = "met"
    NOT_MET = "not_met"
    UNCLEAR = "unclear"


ELIGIBILITY_LABELS = {
    EligibilityVerdict.MET: N_("Met"),
    EligibilityVerdict.NOT_MET: N_("Not met"),
    EligibilityVerdict.UNCLEAR: N_("To be clarified"),
}


class AssignmentState(StrEnum):
    """How far an evaluator has come with a file."""

    ASSIGNED = "assigned"
    DECLARED = "declared"
    FINISHED = "finished"
    RECUSED = "recused"


ASSIGNMENT_LABELS = {
    AssignmentState.ASSIGNED: N_("Declaration awaited"),
    AssignmentState.DECLARED: N_("Being scored"),
    AssignmentState.FINISHED: N_("Scored"),
    AssignmentState.RECUSED: N_("Recused"),
}


class ConflictKind(StrEnum):
    """Why an evaluator may not judge a file, as the data show it or as they say themselves."""

    SAME_ORGANISATION = "same_organisation"
    SAME_AFM = "same_afm"
    SAME_EMAIL_DOMAIN = "same_email_domain"
    ON_ITS_BOARD = "on_its_board"
    FORMER_CONSULTANT = "former_consultant"
    DECLARED_BY_SELF = "declared_by_self"


CONFLICT_LABELS = {
    ConflictKind.SAME_ORGANISATION: N_("Acts for the same organisation"),
    ConflictKind.SAME_AFM: N_("Belongs to an organisation of the same ΑΦΜ"),
    ConflictKind.SAME_EMAIL_DOMAIN: N_("Has an e-mail address of the same domain"),
    ConflictKind.ON_ITS_BOARD: N_("Named among its people"),
    ConflictKind.FORMER_CONSULTANT: N_("Was its consultant"),
    ConflictKind.DECLARED_BY_SELF: N_("Declared by the evaluator"),
}


class ListStage(StrEnum):
    """Which list of results: the one that may be objected to, or the last word."""

    PRELIMINARY_LIST = "preliminary_list"
    FINAL_LIST = "final_list"


STAGE_LABELS = {
    ListStage.PRELIMINARY_LIST: N_("Preliminary list"),
    ListStage.FINAL_LIST: N_("Final list"),
}


class Outcome(StrEnum):
    """What a list of results says of a file."""

    SELECTED = "selected"
    PARTIAL = "partial"
    WAITING = "waiting"
    NOT_SELECTED = "not_selected"
    INELIGIBLE = "ineligible"


OUTCOME_LABELS = {
    Outcome.SELECTED: N_("Selected"),
    Outcome.PARTIAL: N_("Selected in part"),
    Outcome.WAITING: N_("On the waiting list"),
    Outcome.NOT_SELECTED: N_("Not selected"),
    Outcome.INELIGIBLE: N_("Not eligible"),
}


class Ground(StrEnum):
    """Why a file stands where it stands on a list of results."""

    REACHED = "reached"
    AMONG_PLACES = "among_places"
    IN_PART = "in_part"
    PLACES_TAKEN = "places_taken"
    NO_PLACE = "no_place"
    BELOW_MINIMUM = "below_minimum"
    BELOW_THRESHOLD = "below_threshold"
    NO_SCORE = "no_score"
    NOT_ELIGIBLE = "not_eligible"
    POINT_NOT_MET = "point_not_met"
    TIE_BY_CRITERION = "tie_by_criterion"
    TIE_BY_TIME = "tie_by_time"
    TIE_BY_LOT = "tie_by_lot"


GROUND_LABELS = {
    Ground.REACHED: N_("Its score of %(score)s reaches the minimum of %(minimum)s."),
    Ground.AMONG_PLACES: N_("It stands at number %(row)s of the %(places)s that can be selected."),
    Ground.IN_PART: N_("It is accepted in part, by decision of the committee."),
    Ground.PLACES_TAKEN: N_(
        "The places (%(places)s) went to files with a better rank; "
        "it stands at number %(row)s of the waiting list."
    ),
    Ground.NO_PLACE: N_("The places (%(places)s) went to files with a better rank."),
    Ground.BELOW_MINIMUM: N_("Its score of %(score)s stays below the minimum of %(minimum)s."),
    Ground.BELOW_THRESHOLD: N_(
        "In “%(criterion)s” its score of %(score)s stays below the threshold of %(threshold)s."
    ),
    Ground.NO_SCORE: N_("No evaluator gave it a score."),
    Ground.NOT_ELIGIBLE: N_("It does not meet the conditions of participation."),
    Ground.POINT_NOT_MET: N_("It does not meet the condition “%(point)s”."),
    Ground.TIE_BY_CRITERION: N_(
        "Its score equals that of file %(other)s, which comes first: it is better in "
        "“%(criterion)s” (%(theirs)s against %(own)s)."
    ),
    Ground.TIE_BY_TIME: N_(
        "Its score equals that of file %(other)s, which comes first: it was submitted earlier."
    ),
    Ground.TIE_BY_LOT: N_(
        "Its score equals that of file %(other)s, which comes first by the lot that was drawn."
    ),
}


class ObjectionVerdict(StrEnum):
    """What became of an objection."""

    OPEN = "open"
    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    REJECTED = "rejected"


OBJECTION_LABELS = {
    ObjectionVerdict.OPEN: N_("Not yet answered"),
    ObjectionVerdict.UPHELD: N_("Upheld"),
    ObjectionVerdict.PARTLY_UPHELD: N_("Upheld in part"),
    ObjectionVerdict.REJECTED: N_("The objection was rejected"),
}
