"""What people type: a comment, a support, an objection."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length

from inmeko.consultations.models import TextFeature
from inmeko.consultations.rules.texts import LONGEST_COMMENT, VOICE_LABELS, Voice
from inmeko.consultations.services.comments import Said
from inmeko.web.fields import words
from inmeko.web.forms import Form

ADDRESS = Email(_l("Write an e-mail address like name@example.org."))


class CommentForm(Form):
    """A comment on an article; `homepage` is for machines that fill in everything."""

    text = TextAreaField(
        _l("Your comment"),
        [DataRequired(_l("Write your comment.")), Length(max=LONGEST_COMMENT)],
    )
    voice = RadioField(
        _l("I comment"), choices=lambda: words(VOICE_LABELS), default=Voice.PERSON.value
    )
    organisation = StringField(
        _l("Name of the organisation"),
        [Length(max=200)],
        description=_l("Only if you comment for one; its name stands beside the comment"),
    )
    name = StringField(_l("Name"), [DataRequired(_l("Write your name.")), Length(max=200)])
    named = BooleanField(_l("My name may stand beside the comment"))
    area = StringField(
        _l("District or village"), [Length(max=100)], description=_l("For the counts of the report")
    )
    email = StringField(
        _l("E-mail"),
        [DataRequired(_l("Write an e-mail address.")), Length(max=255), ADDRESS],
        description=_l("Never shown. The link that makes your comment public is sent there"),
    )
    homepage = StringField(_l("Leave this field empty"))
    consent = BooleanField(
        _l(
            "The municipality may publish my comment, and keep my name and address for this "
            "consultation. They are forgotten 90 days after its answers."
        ),
        [InputRequired(_l("Without your consent the comment cannot be kept."))],
    )

    def said(self, language: str) -> Said:
        """What was typed."""
        return Said(
            text=self.text.data or "",
            name=self.name.data or "",
            email=self.email.data or "",
            voice=Voice(self.voice.data),
            organisation=self.organisation.data or "",
            area=self.area.data or "",
            named=bool(self.named.data),
            language=language,
        )


class PlaceCommentForm(CommentForm):
    """A comment on a place; `geometry` is what the map draws, beside the typed degrees."""

    feature = SelectField(_l("On the map of the text"), coerce=int, choices=[], default=0)
    geometry = TextAreaField(_l("Shape"), [Length(max=2_000)])
    x = StringField(_l("X or longitude"), description=_l("as 23.7354 or 23°44'07\""))
    y = StringField(_l("Y or latitude"), description=_l("as 37.9755 or 37°58'31\""))
    place = StringField(
        _l("Address, or the place in words"),
        [Length(max=200)],
        description=_l("It stands beside your comment. Of coordinates ten metres are kept"),
    )

    def offer(self, features: Mapping[int, TextFeature]) -> None:
        """Let one of the shapes of the map be chosen."""
        self.feature.choices = [
            SelectChoice(0, _l("Another place")),
            *(SelectChoice(number, one.title) for number, one in features.items()),
        ]


class SupportForm(Form):
    """Who supports a comment."""

    email = StringField(
        _l("E-mail"),
        [DataRequired(_l("Write an e-mail address.")), Length(max=255), ADDRESS],
        description=_l("Never shown. The link with which your support counts is sent there"),
    )
    homepage = StringField(_l("Leave this field empty"))


class EditCommentForm(Form):
    """A comment worded otherwise."""

    text = TextAreaField(
        _l("Your comment"),
        [DataRequired(_l("Write your comment.")), Length(max=LONGEST_COMMENT)],
    )


class ObjectForm(Form):
    """Why a comment should not be hidden."""

    text = TextAreaField(
        _l("Why should it be shown?"),
        [DataRequired(_l("Write why it should be shown.")), Length(max=LONGEST_COMMENT)],
    )
