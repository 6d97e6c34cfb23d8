"""The public check of a receipt: whoever holds it learns whether it holds, and not whose it is."""

from flask import render_template
from flask.typing import ResponseReturnValue

from inmeko.calls.models import Submission
from inmeko.calls.queries import submissions as queries
from inmeko.calls.views import receipt_facts
from inmeko.calls.views.blueprint import pages
from inmeko.web.access import public

HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


@pages.get("/receipts/<receipt_key>")
@public(of=queries.by_receipt)
def receipt(submission: Submission) -> ResponseReturnValue:
    """Number, moment, hashes and state of what was sent; neither names nor answers."""
    facts = receipt_facts.facts(submission)
    return render_template("calls/receipt.html", submission=submission, **facts), HEADERS
