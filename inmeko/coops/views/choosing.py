"""The chooser of a legal form."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.coops import queries
from inmeko.coops.forms.choosing import ChooserForm
from inmeko.coops.rules.chooser import FORM_LABELS, Wishes, comparison, reason, referrals, standings
from inmeko.coops.views.blueprint import pages
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.web.access import public
from inmeko.web.language import chosen


@pages.get("/choose")
@public()
def choose() -> ResponseReturnValue:
    """Which legal form suits a group, which does not and why, by the platform's rules of today."""
    asked = bool(request.args)
    form = ChooserForm(request.args if asked else None)
    valid = not asked or form.validate()
    wishes = form.wishes() if valid else Wishes()
    book = queries.rulebook(on=athens_date(clock.now()), municipality_id=None)
    found = standings(wishes, book)
    forms = [one.form for one in found if one.open]
    labels = [gettext("What the law asks"), *(gettext(FORM_LABELS[name]) for name in forms)]
    return render_template(
        "coops/choose.html",
        form=form,
        asked=asked and valid,
        standings=found,
        referrals=referrals(wishes),
        forms=forms,
        columns=[{"label": label} for label in labels],
        facts=comparison(forms, book),
        labels=FORM_LABELS,
        reason=reason,
        speaks=chosen(),
    ), (200 if valid else 422)
