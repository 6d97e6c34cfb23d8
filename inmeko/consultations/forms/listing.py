"""What readers ask of the calendar, and of what was heard."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import Optional

from inmeko.accounts.rules import SECTOR_LABELS
from inmeko.consultations.rules.texts import TEXT_KIND_LABELS
from inmeko.consultations.rules.words import EVENT_KIND_LABELS
from inmeko.web.fields import WordsField
from inmeko.web.forms import Form


class EventFilterForm(Form):
    """Kinds of event, and the sectors of the plan."""

    class Meta(Form.Meta):
        """Asking changes nothing and needs no token."""

        csrf = False

    kind = WordsField(_l("Kind of event"), EVENT_KIND_LABELS)
    sector = WordsField(_l("Sectors of the plan"), SECTOR_LABELS)


class HeardFilterForm(EventFilterForm):
    """A period, kinds of events and texts, and the sectors of the plan."""

    since = DateField(_l("From"), [Optional()])
    until = DateField(_l("To"), [Optional()])
    kind = WordsField(_l("Events and texts"), {**EVENT_KIND_LABELS, **TEXT_KIND_LABELS})
