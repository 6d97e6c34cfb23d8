"""What planners type: a text, its articles and period, themes with answers, replies, reasons."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    FileField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length

from inmeko.accounts.rules import SECTOR_LABELS
from inmeko.consultations.rules.texts import (
    LONGEST_COMMENT,
    TEXT_KIND_LABELS,
    VERDICT_LABELS,
    TextKind,
)
from inmeko.records import forms as records
from inmeko.web.fields import AthensField, LinesField, WordField, WordsField, words
from inmeko.web.forms import Form

WHOLE = Length(max=500_000)
HOW = _l(
    "Each article begins with a line like “# Article 1: Aim”; its text stands in the lines below."
)


class NewTextForm(Form):
    """How a text begins."""

    title = StringField(_l("Title"), [DataRequired(_l("Give it a title.")), Length(max=300)])
    kind = WordField(_l("Kind of text"), TEXT_KIND_LABELS)


class TextForm(NewTextForm):
    """A draft of a text; `seen` is what the form showed, in sums."""

    seen = HiddenField()
    introduction = TextAreaField(_l("Introduction"), [Length(max=20_000)])
    articles = TextAreaField(_l("Articles"), [WHOLE], description=HOW)
    closes_at = AthensField(
        _l("Comments until"),
        description=_l("Athens time, to the last second. Fourteen days are suggested."),
    )
    link = StringField(
        _l("What it concerns"),
        [Length(max=500)],
        description=_l("The address of a call, an asset or an event"),
    )

    def values(self) -> dict[str, Any]:
        """What was typed, as it is kept."""
        return {
            "title": self.title.data or "",
            "kind": TextKind(self.kind.data),
            "introduction": self.introduction.data or "",
            "link": self.link.data or "",
            "closes_at": self.closes_at.data,
        }


class DocumentsForm(records.DocumentsForm):
    """Documents of a text that everybody may take away."""

    files = MultipleFileField(
        _l("Documents"),
        description=_l("PDF, pictures, Word, Excel, OpenDocument, CSV or text; several at once"),
    )


class SectorsForm(Form):
    """The sectors of the plan that a text is about."""

    sectors = WordsField(_l("Sectors of the plan"), SECTOR_LABELS)


class MapForm(Form):
    """The map of a text: what it says takes the place of what there was."""

    layer = FileField(
        _l("Map file (GeoJSON)"),
        description=_l("WGS84 or ΕΓΣΑ87, at most 5 MB and 500 shapes"),
    )
    assets = LinesField(
        _l("Assets of the register"), [Length(max=500)], description=_l("Their codes, one a line")
    )


class RevisionForm(Form):
    """The second version of a text."""

    seen = HiddenField()
    articles = TextAreaField(_l("Articles after the consultation"), [WHOLE], description=HOW)


class ReasonForm(Form):
    """Why something is cancelled or hidden."""

    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Give the reason: everybody reads it.")), Length(max=2_000)],
    )


class ThemeForm(Form):
    """The name of a theme."""

    title = StringField(
        _l("What the comments have in common"),
        [DataRequired(_l("Give the theme a name.")), Length(max=300)],
    )


class GroupForm(Form):
    """To which theme a comment belongs."""

    theme = SelectField(_l("Theme"), coerce=int, choices=[])


class VerdictForm(Form):
    """What became of a theme."""

    seen = HiddenField()
    verdict = RadioField(
        _l("Answer"), [InputRequired(_l("Choose one."))], choices=lambda: words(VERDICT_LABELS)
    )
    reasons = TextAreaField(
        _l("Reasons"),
        [
            DataRequired(_l("Give the reasons: everybody who commented reads them.")),
            Length(max=5_000),
        ],
    )
    article = SelectField(_l("Article that changed because of it"), coerce=int, choices=[])


class ReplyForm(Form):
    """The answer of the town to one comment."""

    text = TextAreaField(
        _l("Answer of the municipality"),
        [DataRequired(_l("Write the answer.")), Length(max=LONGEST_COMMENT)],
        description=_l("It stands under the comment for good."),
    )


class ObjectionAnswerForm(Form):
    """Whether a hidden comment is shown again."""

    show = RadioField(
        _l("Decision"),
        [InputRequired(_l("Choose one."))],
        choices=[("yes", _l("Show the comment again")), ("no", _l("It stays hidden"))],
    )
    answer = TextAreaField(_l("Reason"), [Length(max=2_000)])
