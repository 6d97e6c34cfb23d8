"""What a planner says who tries a call: for which kind of applicant."""

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from inmeko.accounts.rules import ORGANISATION_LABELS, OrganisationKind
from inmeko.calls.rules.content import Content
from inmeko.web.forms import Form


class ApplicantKindForm(Form):
    """For which kind of applicant the call is tried."""

    kind = SelectField(_l("You try it as"), validate_choice=False)

    def __init__(self, content: Content) -> None:
        """Offer the kinds of applicant that the call is for."""
        super().__init__(formdata=request.form or None)
        kinds = content.applicants or tuple(OrganisationKind)
        self.kind.choices = [
            SelectChoice(str(kind), _l(ORGANISATION_LABELS[OrganisationKind(kind)]))
            for kind in kinds
        ]
