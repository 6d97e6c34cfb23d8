"""What people type about themselves, others, organisations and municipalities."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    EmailField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    URLField,
)
from wtforms.validators import DataRequired, Email, Length, Optional, Regexp

from inmeko.accounts.rules import (
    LICENCE_LABELS,
    MUNICIPAL_ROLES,
    ORGANISATION_LABELS,
    ROLE_LABELS,
    SECTOR_LABELS,
    Licence,
    Role,
)
from inmeko.web.forms import Form
from inmeko.web.language import LANGUAGES

EMAIL = (Email(_l("Write an e-mail address, like name@example.org.")), Length(max=255))
WEB = (
    Optional(),
    Length(max=300),
    Regexp(r"https?://\S+$", message=_l("Write an address that begins with https://.")),
)


def _choices(labels: Any) -> list[SelectChoice]:
    return [SelectChoice(value.value, gettext(label)) for value, label in labels.items()]


class SignUpForm(Form):
    """A new account: no password, a link comes by e-mail."""

    email = EmailField(_l("E-mail address"), [DataRequired(), *EMAIL])
    name = StringField(_l("Your name"), [DataRequired(), Length(max=200)])


class AccountForm(Form):
    """What people change about their own account."""

    name = StringField(_l("Your name"), [DataRequired(), Length(max=200)])
    language = SelectField(
        _l("Language"), description=_l("The language of the pages and of our e-mails to you.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the languages of the site."""
        super().__init__(*args, **kwargs)
        self.language.choices = [
            SelectChoice(code, str(label)) for code, label in LANGUAGES.items()
        ]


class ConfirmForm(Form):
    """The answer yes to a question on a page of its own."""


class InviteForm(Form):
    """Somebody who is given a role."""

    email = EmailField(_l("E-mail address"), [DataRequired(), *EMAIL])
    name = StringField(
        _l("Name"),
        [Length(max=200)],
        description=_l("Used if there is no account with this address yet."),
    )
    role = SelectField(_l("Role"))

    def __init__(self, *args: Any, platform: bool = False, **kwargs: Any) -> None:
        """Offer the roles of a municipality, or those of the platform."""
        super().__init__(*args, **kwargs)
        offered = (Role.PLATFORM_ADMIN,) if platform else MUNICIPAL_ROLES
        self.role.choices = _choices({role: ROLE_LABELS[role] for role in offered})


class MemberForm(Form):
    """Somebody who will act for an organisation."""

    email = EmailField(_l("E-mail address"), [DataRequired(), *EMAIL])
    name = StringField(
        _l("Name"),
        [Length(max=200)],
        description=_l("Used if there is no account with this address yet."),
    )
    manages = BooleanField(_l("May change the organisation's details and its members"))


class OrganisationForm(Form):
    """What is known of an organisation."""

    name = StringField(_l("Name"), [DataRequired(), Length(max=300)])
    kind = SelectField(_l("Legal form"))
    afm = StringField(
        _l("Tax number (ΑΦΜ)"),
        [Length(max=20)],
        description=_l("Nine digits. Leave it empty for a group that has none."),
    )
    sectors = SelectMultipleField(_l("Fields of activity"))
    about = TextAreaField(
        _l("What it does"), [Length(max=5000)], description=_l("Shown to everybody.")
    )
    email = EmailField(_l("E-mail address"), [Optional(), *EMAIL])
    phone = TelField(_l("Telephone"), [Length(max=40)])
    website = URLField(_l("Website"), WEB)
    address = StringField(_l("Address"), [Length(max=300)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the legal forms and the fields of activity."""
        super().__init__(*args, **kwargs)
        self.kind.choices = _choices(ORGANISATION_LABELS)
        self.sectors.choices = _choices(SECTOR_LABELS)


class SettingsForm(Form):
    """What a municipality says of itself, and what it asks of its staff."""

    name = StringField(_l("Name in Greek"), [DataRequired(), Length(max=200)])
    name_en = StringField(_l("Name in English"), [DataRequired(), Length(max=200)])
    email = EmailField(_l("E-mail address"), [Optional(), *EMAIL])
    phone = TelField(_l("Telephone"), [Length(max=40)])
    address = StringField(_l("Address"), [Length(max=300)])
    website = URLField(_l("Website"), WEB)
    second_factor_required = BooleanField(
        _l("Staff sign in with a second step"),
        description=_l("A code from an authenticator app, or a passkey."),
    )
    publishes = BooleanField(
        _l("The register is open data"),
        default=True,
        description=_l(
            "Its public fields can be downloaded by everybody and read by machines: by the OGC "
            "API and the catalogue. Without this, only staff can take the register away."
        ),
    )
    licence = SelectField(
        _l("Licence of the open data"),
        choices=lambda: _choices(LICENCE_LABELS),
        coerce=Licence,
        default=Licence.CC_BY_4,
    )
    publishes_without_ada = BooleanField(
        _l("Calls may be published before they have an ΑΔΑ"),
        description=_l(
            "The page of such a call says that the decision is pending; the ΑΔΑ is added later."
        ),
    )


class MunicipalityForm(SettingsForm):
    """A municipality as the platform's administrator enters it."""

    slug = StringField(
        _l("Address on this site"),
        [DataRequired(), Length(max=80)],
        description=_l("Small Latin letters, digits and hyphens, for example amarousiou."),
    )
    code = StringField(
        _l("Code"), [Length(max=20)], description=_l("The code of the Ministry of the Interior.")
    )


class MarkForm(Form):
    """The municipality's own mark."""

    mark = FileField(
        _l("Picture"),
        [FileRequired(_l("Choose a picture first."))],
        description=_l("PNG, JPEG or WebP, 200 kB at most."),
    )
