"""Files handed out: only to whom they are meant, and never as something a browser would run."""

from flask import Blueprint, current_app, request, send_file
from flask.typing import ResponseReturnValue

from inmeko.kernel.actor import Actor
from inmeko.records import policy, queries
from inmeko.records.models import Attachment
from inmeko.records.rules.files import INLINE
from inmeko.web.access import requires

pages = Blueprint("files", "inmeko.records")

MINUTES = 5
POLICY = "default-src 'none'; sandbox"


def may_open(actor: Actor, attachment: Attachment) -> bool:
    """Public files are for everybody; of the others each kind of thing has its own policy."""
    if attachment.public:
        return True
    policies = current_app.extensions.get("inmeko-file-policies", {})
    return bool(policies.get(attachment.kind, policy.may_read_as_staff)(actor, attachment))


@pages.get("/files/<int:attachment_id>/<name>")
@requires(may_open, of=queries.attachment)
def download(attachment: Attachment) -> ResponseReturnValue:
    """The content of a file; `?size=400` asks for the small copy of a picture."""
    small = request.args.get("size") == "400" and attachment.thumbnail_sha256 is not None
    sha256 = attachment.thumbnail_sha256 if small else attachment.sha256
    response = send_file(
        queries.content(attachment, small=small),
        mimetype=attachment.media_type,
        as_attachment=attachment.media_type not in INLINE,
        download_name=attachment.filename,
        etag=sha256 or False,
        max_age=60 * MINUTES,
    )
    if not attachment.public:
        response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
