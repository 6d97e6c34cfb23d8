"""The letters about a report of a citizen, in the language in which it was written."""

from flask import render_template, url_for
from flask_babel import force_locale, gettext

from inmeko.accounts.models import Municipality
from inmeko.accounts.views.letters import at_home
from inmeko.records import services as records
from inmeko.resources.models import IdleReport
from inmeko.resources.services.reports import mail_key


def received(report: IdleReport, town: Municipality) -> None:
    """Say that a report came in, with the address under which it can be followed."""
    if report.email is None:
        return
    with force_locale(report.language):
        subject = gettext("Report no. %(number)s was received", number=report.number)
        _send(report, town, "received", report.email, subject)


def judged(report: IdleReport, town: Municipality) -> None:
    """Say what became of a report."""
    if report.email is None:
        return
    with force_locale(report.language):
        subject = gettext("What became of report no. %(number)s", number=report.number)
        _send(report, town, "verdict", report.email, subject)


def _send(
    report: IdleReport, town: Municipality, occasion: str, address: str, subject: str
) -> None:
    place = town.name_en if report.language == "en" else town.name
    link = url_for("resources.follow_report", secret=report.secret, _external=True)
    body = render_template(
        f"resources/letters/report_{occasion}.txt",
        report=report,
        place=place,
        link=at_home(link),
        asset_link=_asset_link(report),
    )
    key = mail_key(report, occasion)
    records.post_mail(address, subject, body, municipality_id=town.id, key=key)


def _asset_link(report: IdleReport) -> str | None:
    if report.asset_id is None:
        return None
    return at_home(url_for("resources.show", asset_id=report.asset_id, _external=True))
