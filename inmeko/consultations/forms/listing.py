"""What readers ask of the calendar."""

from flask_babel import lazy_gettext as _l

from inmeko.accounts.rules import SECTOR_LABELS
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
