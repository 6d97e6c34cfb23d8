"""What people type about studies, and where an asset is known from."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from inmeko.resources.forms.assets import choices
from inmeko.resources.models import AssetImport, Study
from inmeko.resources.rules.asset import FIELDS
from inmeko.resources.rules.studies import (
    RELIABILITY_LABELS,
    STUDY_KIND_LABELS,
    Reliability,
    StudyKind,
)
from inmeko.web.forms import Form

UNSAID, WHOLE, PART = "unsaid", "whole", "part"


class StudyForm(Form):
    """Everything a planner says about a study or register."""

    title = StringField(
        _l("Title"), [DataRequired(_l("Give the study or register a title.")), Length(max=300)]
    )
    kind = SelectField(_l("What it is"), choices=choices(StudyKind, STUDY_KIND_LABELS))
    author = StringField(_l("Author"), [Length(max=300)])
    publisher = StringField(_l("Publisher or client"), [Length(max=300)])
    year = IntegerField(_l("Year"), [Optional()])
    reliability = RadioField(
        _l("Reliability"),
        choices=choices(Reliability, RELIABILITY_LABELS),
        default=Reliability.UNKNOWN.value,
    )
    coverage = RadioField(
        _l("What it covers"),
        choices=[
            SelectChoice(WHOLE, _l("The whole municipality")),
            SelectChoice(PART, _l("A part of it, drawn below")),
            SelectChoice(UNSAID, _l("Not known yet")),
        ],
        default=UNSAID,
    )
    area = TextAreaField(_l("Covered area"))
    link = StringField(_l("Link"), [Length(max=500)])
    notes = TextAreaField(_l("Notes"), [Length(max=10_000)])


class StudyRetireForm(Form):
    """Why a study is no longer used."""

    reason = TextAreaField(
        _l("Reason"), [DataRequired(_l("Say why the study is no longer used.")), Length(max=500)]
    )


class CitationForm(Form):
    """Where an asset or one of its fields is known from."""

    study = SelectField(_l("Study or register"), coerce=int)
    field = SelectField(_l("What is known from it"))
    place = StringField(
        _l("Place in it"), [Length(max=200)], description=_l("As p. 12, table 3, row 118")
    )

    def __init__(self, studies: Iterable[Study], **more: Any) -> None:
        """Offer the studies of the town, and the fields of an asset."""
        super().__init__(**more)
        self.study.choices = [SelectChoice(one.id, _named(one)) for one in studies]
        fields = [field for field in FIELDS if not field.readonly]
        self.field.choices = [
            SelectChoice("", gettext("The asset as a whole")),
            *(SelectChoice(field.name, gettext(field.label)) for field in fields),
        ]


class SourceForm(Form):
    """Which finished import is a file of a study."""

    asset_import = SelectField(_l("Imported file"), coerce=int)

    def __init__(self, imports: Iterable[AssetImport], **more: Any) -> None:
        """Offer the files of the town of which nobody has said it."""
        super().__init__(**more)
        self.asset_import.choices = [SelectChoice(one.id, one.filename) for one in imports]


def _named(study: Study) -> str:
    return f"{study.title} ({study.year})" if study.year else study.title
