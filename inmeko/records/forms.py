"""What people type about records: a new entry, a reason, what they look for."""

import uuid
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import (
    DateField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import UUID, InputRequired, Length, Optional

from inmeko.records.rules import DIRECTION_LABELS
from inmeko.records.rules.audit_words import KIND_LABELS
from inmeko.records.rules.files import ACCEPT
from inmeko.records.rules.protocol import PARTY_LENGTH, REASON_LENGTH, SUBJECT_LENGTH
from inmeko.web.forms import Form

ALL = SelectChoice("", _l("All"))
DIRECTIONS = [SelectChoice(value.value, _l(label)) for value, label in DIRECTION_LABELS.items()]


class EntryForm(Form):
    """A document to be entered in the protocol."""

    # Made with the page: a form sent twice gets one number.
    once = HiddenField(validators=[UUID()], default=lambda: str(uuid.uuid4()))
    direction = RadioField(_l("Direction"), [InputRequired(_l("Choose one."))], choices=DIRECTIONS)
    subject = TextAreaField(
        _l("Subject"),
        [
            InputRequired(_l("Write what the document is about.")),
            Length(max=SUBJECT_LENGTH, message=_l("Write at most 500 characters.")),
        ],
        description=_l("What the document is about. An entry cannot be changed later."),
    )
    party = StringField(
        _l("From or to"),
        [Length(max=PARTY_LENGTH, message=_l("Write at most 300 characters."))],
        description=_l("Who sent the document, or who receives it."),
    )
    file = MultipleFileField(_l("Files"), render_kw={"accept": ACCEPT})


class FilesForm(Form):
    """Files of a thing, several at once."""

    files = MultipleFileField(_l("Documents"))

    def chosen(self) -> list[FileStorage]:
        """The files that were chosen."""
        return [one for one in self.files.data or () if one and one.filename]


class DocumentsForm(FilesForm):
    """Files of a thing, one at least."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for one file at least."""
        found = bool(super().validate(extra_validators))
        if not self.chosen():
            self.files.errors = [str(_l("Choose at least one file."))]
            return False
        return found


class CancelForm(Form):
    """Why an entry is cancelled."""

    reason = TextAreaField(
        _l("Reason"),
        [
            InputRequired(_l("Write why the entry is cancelled.")),
            Length(max=REASON_LENGTH, message=_l("Write at most 500 characters.")),
        ],
        description=_l("It stays beside the number for good."),
    )


class DayForm(Form):
    """A day on which the offices of a town are closed."""

    day = DateField(_l("Day"), [InputRequired(_l("Write the day."))])
    name = StringField(
        _l("Name"),
        [InputRequired(_l("Say what is celebrated.")), Length(max=200)],
        description=_l("As: feast of the town's patron saint"),
    )


class EmptyForm(Form):
    """A confirmation without a question."""


class RegisterFilter(Form):
    """What is looked for in the register."""

    class Meta(Form.Meta):
        """Asking changes nothing and needs no token."""

        csrf = False

    year = SelectField(_l("Year"), validators=[Optional()])
    direction = SelectField(_l("Direction"), [Optional()], choices=[ALL, *DIRECTIONS])
    state = SelectField(
        _l("Entries"),
        [Optional()],
        choices=[
            ALL,
            SelectChoice("valid", _l("Valid only")),
            SelectChoice("cancelled", _l("Cancelled only")),
        ],
    )


class TrailFilter(Form):
    """What is looked for in the audit trail."""

    class Meta(Form.Meta):
        """Asking changes nothing and needs no token."""

        csrf = False

    kind = SelectField(
        _l("Concerns"),
        [Optional()],
        choices=[ALL, *(SelectChoice(kind, _l(label)) for kind, label in KIND_LABELS.items())],
    )
    person = SelectField(_l("Person"), [Optional()])
    day = DateField(_l("Day"), [Optional()])
