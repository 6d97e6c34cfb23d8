"""What people type about one asset, and what they ask of the list."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import TextInput

from inmeko.accounts.rules import Sector
from inmeko.kernel.geo import EGSA87, WGS84
from inmeko.resources.rules.asset import (
    LABELS,
    Access,
    Certainty,
    Condition,
    Kind,
    Ownership,
    Use,
    Utility,
)
from inmeko.resources.rules.filters import (
    PLACING_LABELS,
    SORT_LABELS,
    STANDING_LABELS,
    Placing,
    Sort,
    Standing,
)
from inmeko.web.forms import Form
from inmeko.web.language import chosen


def choices(words: type[StrEnum], labels: dict[Any, str] | None = None) -> list[SelectChoice]:
    """The words of an enumeration to choose from, in the reader's language."""
    named = labels or LABELS[words]
    return [SelectChoice(word.value, _l(named[word])) for word in words]


def anything(words: list[SelectChoice]) -> list[SelectChoice]:
    """The same choices after an empty one that asks for nothing."""
    return [SelectChoice("", _l("Any")), *words]


class ExactDecimalField(DecimalField):
    """A number typed with the decimal comma or the decimal point."""

    # Browsers refuse the decimal comma in a box of type number.
    widget = TextInput()

    def _value(self) -> str:
        """What was typed; a kept number without idle zeros, with the mark of the language."""
        if self.raw_data or self.data is None:
            return str(super()._value())
        text = f"{self.data:.2f}".removesuffix(".00")
        return text.replace(".", ",") if chosen() == "el" else text

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read both marks; thousands need none."""
        super().process_formdata([text.strip().replace(",", ".") for text in valuelist])


class AssetForm(Form):
    """Everything a planner says about one asset."""

    version = HiddenField()
    before = HiddenField()
    title = StringField(_l("Title"), [DataRequired(_l("Give the asset a title."))])
    kind = SelectField(_l("Kind"), choices=choices(Kind))
    description = TextAreaField(_l("Description"), [Length(max=10_000)])
    use = SelectField(_l("Use"), choices=choices(Use), default=Use.IDLE.value)
    use_certainty = SelectField(_l("How sure is this?"), choices=choices(Certainty))
    use_source = StringField(_l("Where this is known from"), [Length(max=300)])
    condition = SelectField(
        _l("Condition"), choices=choices(Condition), default=Condition.UNKNOWN.value
    )
    geometry = TextAreaField(_l("Shape"))
    x = StringField(_l("X or longitude"), description=_l("as 23.735427 or 23°44'07.5\""))
    y = StringField(_l("Y or latitude"), description=_l("as 37.975512 or 37°58'31.8\""))
    crs = SelectField(
        _l("Coordinate system"),
        choices=[
            SelectChoice(str(WGS84), _l("WGS84 (degrees)")),
            SelectChoice(str(EGSA87), _l("ΕΓΣΑ87 (metres)")),
        ],
    )
    address = StringField(_l("Address"), [Length(max=300)])
    postcode = StringField(_l("Postcode"), [Length(max=10)])
    kaek = StringField(
        _l("Cadastral code (KAEK)"), [Length(max=30)], description=_l("12 digits, as 050681726008")
    )
    atak = StringField(_l("Property tax number (ATAK)"), [Length(max=20)])
    owner_afm = StringField(
        _l("Tax number of the owner"),
        [Length(max=20)],
        description=_l("Of a body that owns it, not of a person"),
    )
    kept_at = StringField(
        _l("Where it is kept"),
        [Length(max=300)],
        description=_l(
            "For equipment and vehicles without a place of their own: "
            "the code or title of an asset of the register, or words"
        ),
    )
    area_stated = ExactDecimalField(
        _l("Stated area (m²)"),
        [Optional(), NumberRange(0, 10**11)],
        description=_l("As papers or people say; the area of the drawn shape is computed"),
    )
    floors = IntegerField(_l("Floors"), [Optional()])
    year_built = IntegerField(_l("Year built"), [Optional()])
    utilities = SelectMultipleField(_l("Utilities"), choices=choices(Utility))
    accessibility = SelectField(
        _l("Accessibility"), choices=choices(Access), default=Access.UNKNOWN.value
    )
    ownership = SelectField(
        _l("Ownership"), choices=choices(Ownership), default=Ownership.MUNICIPAL.value
    )
    encumbrances = TextAreaField(_l("Encumbrances"), [Length(max=5_000)])
    available_from = DateField(_l("Available from"), [Optional()])
    sectors = SelectMultipleField(_l("Sectors it suits"), choices=choices(Sector))
    idle_cost = ExactDecimalField(
        _l("Cost of standing idle (€ per year)"), [Optional(), NumberRange(0, 10**11)]
    )
    notes = TextAreaField(
        _l("Notes for staff"), [Length(max=10_000)], description=_l("Never shown to the public")
    )


class RetireForm(Form):
    """Why an asset leaves the register."""

    reason = TextAreaField(
        _l("Reason"), [DataRequired(_l("Say why the asset is retired.")), Length(max=500)]
    )


class KeeperForm(Form):
    """Where an asset is kept: chosen among those found, or said in words."""

    keeper = StringField()
    words = StringField(_l("Or say it in words"), [Length(max=300)])


class FilesForm(Form):
    """Photos and papers added to an asset."""

    files = MultipleFileField(_l("Photos and documents"))
    public = BooleanField(_l("Everybody may see them"))


class FilterForm(Form):
    """The question to the list, the map and the exports."""

    class Meta(Form.Meta):
        """A question changes nothing and is kept in the address."""

        csrf = False

    q = StringField(_l("Words"))
    kind = SelectMultipleField(_l("Kind"), choices=choices(Kind))
    use = SelectMultipleField(_l("Use"), choices=choices(Use))
    condition = SelectMultipleField(_l("Condition"), choices=choices(Condition))
    sector = SelectMultipleField(_l("Sectors it suits"), choices=choices(Sector))
    available = BooleanField(_l("Only what is available today"))
    flagged = BooleanField(_l("Only what is flagged"))
    placing = SelectField(_l("Place"), choices=anything(choices(Placing, PLACING_LABELS)))
    standing = SelectField(_l("Standing"), choices=choices(Standing, STANDING_LABELS))
    unvisited_since = DateField(_l("Not visited since"), [Optional()])
    kept_in = HiddenField()
    min_area = StringField(_l("Area from (m²)"))
    max_area = StringField(_l("Area to (m²)"))
    sort = SelectField(_l("Order"), choices=choices(Sort, SORT_LABELS))
