"""A statute that was edited outside, handed in to be compared."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from inmeko.web.forms import Form


class ReturnedForm(Form):
    """The document."""

    file = FileField(
        _l("The document"),
        [FileRequired(_l("Choose the document."))],
        description=_l("DOCX, at most 10 MB. It is compared and not kept."),
        render_kw={"accept": ".docx"},
    )
