"""What readers ask of the list of calls."""

from flask_babel import lazy_gettext as _l

from inmeko.accounts.rules import SECTOR_LABELS
from inmeko.web.fields import WordsField
from inmeko.web.forms import Form


class CallFilterForm(Form):
    """The sectors of the plan."""

    class Meta(Form.Meta):
        """Asking changes nothing and needs no token."""

        csrf = False

    sector = WordsField(_l("Sectors of the plan"), SECTOR_LABELS)
