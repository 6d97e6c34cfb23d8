"""The facts of a receipt, for its page, its paper and its public check; and the code to scan."""

from typing import Any

from flask import Response, render_template, url_for

from inmeko.accounts.views.letters import at_home
from inmeko.calls.models import Submission
from inmeko.calls.queries import calls
from inmeko.calls.rules import answers as rules
from inmeko.calls.rules import content as contents
from inmeko.calls.rules.words import QuestionKind
from inmeko.calls.services import printing
from inmeko.kernel import sealing
from inmeko.kernel.calendar import athens_date
from inmeko.records.rules.protocol import protocol_number
from inmeko.web import codes


def facts(submission: Submission) -> dict[str, Any]:
    """What a receipt says: number, moment, issuer, subject, hashes, and where it is checked."""
    address = url_for(
        "calls.receipt",
        municipality=submission.call.municipality.slug,
        receipt_key=submission.receipt_key,
        _external=True,
    )
    return {
        "number": protocol_number(submission.number, athens_date(submission.submitted_at)),
        "subject": submission.content["call"]["title"],
        "fours": sealing.in_fours,
        "sent_files": submission.content["files"],
        "labels": _labels(submission),
        "check_address": at_home(address),
    }


def paper(submission: Submission) -> Response:
    """The receipt as a PDF, always the same bytes in one language."""
    known = facts(submission)
    html = render_template(
        "calls/receipt_paper.html",
        submission=submission,
        town=submission.call.municipality,
        code=codes.drawn(known["check_address"]),
        hash=submission.sha256,
        told=_told(submission),
        **known,
    )
    response = Response(printing.paper(html), mimetype="application/pdf")
    name = f"receipt-{submission.number}-{submission.year}.pdf"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


def _labels(submission: Submission) -> dict[str, str]:
    """What each file was asked for, as the version said that was answered."""
    version = calls.version(submission.call, submission.version)
    content = contents.read(version.content if version else submission.call.content)
    asked = [one for one in content.questions() if one.kind is QuestionKind.FILE]
    labels = {one.key: one.label for one in asked}
    return labels | {one.key: one.label for one in content.papers}


def _told(submission: Submission) -> list[dict[str, Any]]:
    """The answers that were sent, in words."""
    version = calls.version(submission.call, submission.version)
    content = contents.read(version.content if version else submission.call.content)
    kept = submission.content["answers"]
    return [
        {
            "title": section.title,
            "rows": [
                {"key": one.label, "lines": rules.spoken(one, kept[one.key])}
                for one in section.questions
                if one.key in kept
            ],
        }
        for section in content.sections
    ]
