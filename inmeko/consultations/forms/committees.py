"""What is typed of a deliberation committee: term, members, draws, meetings, opinions."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from inmeko.consultations.rules import lottery
from inmeko.consultations.rules.candidate_files import ListFile, read_file
from inmeko.consultations.rules.committees import OPINION_LABELS, OpinionVerdict
from inmeko.kernel.errors import RuleError
from inmeko.records.rules.files import CSV, DOCX, PDF, XLSX
from inmeko.web.fields import AthensField, words
from inmeko.web.forms import Form


class CommitteeForm(Form):
    """A committee and its term."""

    title = StringField(_l("Title"), [DataRequired(_l("Give it a title.")), Length(max=200)])
    starts_on = DateField(_l("First day of the term"), [InputRequired(_l("Write a day."))])
    ends_on = DateField(_l("Last day of the term"), [InputRequired(_l("Write a day."))])
    decision = StringField(
        _l("Decision of the council"),
        [Length(max=300)],
        description=_l("Number, day and ΑΔΑ, as it is cited"),
    )

    def values(self) -> dict[str, Any]:
        """What was typed, as it is kept."""
        return {
            "title": self.title.data or "",
            "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data,
            "decision": self.decision.data or "",
        }


class BodyMemberForm(Form):
    """A member whom a body names."""

    body = StringField(
        _l("Body"), [DataRequired(_l("Say which body has named them.")), Length(max=200)]
    )
    person = StringField(
        _l("Name"),
        [Length(max=200)],
        description=_l("It stands on the page: write it if they agree."),
    )
    substitute = BooleanField(_l("As a substitute"))


class SeatNameForm(Form):
    """The name of a member, and whether everybody reads it."""

    person = StringField(_l("Name"), [Length(max=200)])
    named = BooleanField(_l("They agree that the name stands on the page"))


class LeaveForm(Form):
    """Why and when a member left."""

    day = DateField(_l("On which day"), [InputRequired(_l("Write a day."))])
    words = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Give the reason: everybody reads it.")), Length(max=1_000)],
        description=_l("In words that everybody may read: no health, no family."),
    )


class ListForm(Form):
    """The list of a draw, and how many are drawn."""

    # What was read of the file, once it was.
    read: ListFile | None = None

    candidates = TextAreaField(
        _l("Candidates"),
        [Length(max=2_000_000)],
        description=_l(
            "One a line: “number; name”, or “number; name; group” to draw from groups apart. "
            "Names are kept sealed and shown to nobody but the staff."
        ),
    )
    file = FileField(
        _l("Candidates from a file"),
        description=_l(
            "CSV or XLSX, at most 5 MB. The first line names the columns “Number”, “Name”, "
            "“Group”; other columns are not taken, and the file itself is not kept."
        ),
        render_kw={"accept": f"{CSV.extension},{XLSX.extension}"},
    )
    seats = TextAreaField(
        _l("How many are drawn"),
        [DataRequired(_l("Say how many members are drawn.")), Length(max=2_000)],
        description=_l("“members; substitutes”, or a line “members; substitutes; group” for each."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Take the file into the list first: what another field is refused for loses none of it."""
        refused = self._take_in() if self.file.data else None
        valid = super().validate(extra_validators)
        if refused is not None:
            self.blame(refused)
        return valid and refused is None

    def _take_in(self) -> RuleError | None:
        typed = self.candidates.data or ""
        try:
            read = read_file(self.file.data.stream)
            known = lottery.read_list(typed) if typed.strip() else []
            self.candidates.data = lottery.typed_list(lottery.together(known, read.candidates))
        except RuleError as error:
            return error
        self.read = read
        return None


class FreezeForm(Form):
    """Where the seed will come from, and when."""

    source = TextAreaField(
        _l("Which public number will be the seed"),
        [
            DataRequired(_l("Say which public number will be the seed.")),
            Length(max=1_000),
        ],
        description=_l(
            "A number that nobody can know yet and everybody can look up, as the result of a "
            "certain lottery draw: say how it is written down."
        ),
    )
    seed_at = AthensField(
        _l("When it is published"),
        [InputRequired(_l("Write a day and an hour."))],
        description=_l("Athens time. No seed is taken before it."),
    )


class SeedForm(Form):
    """The seed, as it was published."""

    seed = StringField(
        _l("Seed"),
        [DataRequired(_l("Write the seed that was published.")), Length(max=200)],
        description=_l("Exactly as it was announced that it would be written down."),
    )
    url = StringField(_l("Address where it was published"), [Length(max=500)])


class MeetingForm(Form):
    """An event that is a meeting."""

    event = SelectField(_l("Event"), coerce=int, choices=[])


class OpinionForm(Form):
    """An opinion, with its votes and its document."""

    text = SelectField(_l("Text put to consultation"), coerce=int, choices=[])
    subject = StringField(
        _l("Subject"), [DataRequired(_l("Say what the opinion is about.")), Length(max=300)]
    )
    verdict = RadioField(
        _l("Opinion"), [InputRequired(_l("Choose one."))], choices=lambda: words(OPINION_LABELS)
    )
    words = TextAreaField(
        _l("What the committee says"),
        [DataRequired(_l("Write what the committee says.")), Length(max=20_000)],
    )
    given_on = DateField(_l("Day of the opinion"), [InputRequired(_l("Write a day."))])
    votes_for = IntegerField(_l("Votes in favour"), [Optional()])
    votes_against = IntegerField(_l("Votes against"), [Optional()])
    votes_blank = IntegerField(_l("Blank votes"), [Optional()])
    document = FileField(
        _l("Document"),
        description=_l("PDF or DOCX; everybody can read it."),
        render_kw={"accept": f"{PDF.extension},{DOCX.extension}"},
    )

    def values(self) -> dict[str, Any]:
        """What was typed, as it is kept."""
        return {
            "text_id": self.text.data or None,
            "subject": self.subject.data or "",
            "verdict": OpinionVerdict(self.verdict.data),
            "words": self.words.data or "",
            "given_on": self.given_on.data,
            "votes_for": self.votes_for.data,
            "votes_against": self.votes_against.data,
            "votes_blank": self.votes_blank.data,
        }
