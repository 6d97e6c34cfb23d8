"""The acts on a call: publish, amend, extend, open again, cancel, add its ΑΔΑ, archive."""

from collections.abc import Callable
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.calls import policy
from inmeko.calls.forms.making import AdaForm, LaterForm, PublishForm, ReasonForm
from inmeko.calls.models import Call
from inmeko.calls.queries import calls as queries
from inmeko.calls.rules import content as contents
from inmeko.calls.rules import versions
from inmeko.calls.services import calls as deeds
from inmeko.calls.services import changing
from inmeko.calls.views import speaking
from inmeko.calls.views.blueprint import pages
from inmeko.web.access import current_actor, requires
from inmeko.web.asking import asked
from inmeko.web.forms import Form

TEMPLATE = "calls/change.html"


@pages.route("/<int:call_id>/publish", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.call)
def publish(call: Call) -> ResponseReturnValue:
    """The last page before a call is public: what it lacks, its ΑΔΑ, and the button."""
    form = PublishForm()
    lacks = deeds.lacks(call)

    def deed() -> None:
        deeds.publish(current_actor(), call, ada=form.ada.data)

    return _asked(
        call,
        form,
        deed,
        done=gettext("The call is published."),
        title=gettext("Publish the call"),
        text=_ada_words(call),
        button=gettext("Publish"),
        lacks=lacks,
        blocked=any(lack.blocks for lack in lacks),
    )


@pages.route("/<int:call_id>/amend", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.call)
def amend(call: Call) -> ResponseReturnValue:
    """Publish the changes of the working copy as the next version."""
    form = ReasonForm()
    version = queries.version(call)
    before = contents.read(version.content if version else {})
    changed = versions.difference(before, contents.read(call.content))

    def deed() -> None:
        changing.amend(current_actor(), call, **_reason(form))

    return _asked(
        call,
        form,
        deed,
        done=gettext("The new version is in force. Everyone concerned is being told."),
        title=gettext("Publish the changes"),
        text=gettext(
            "The changes become version %(number)s. Groups that began under an earlier version "
            "are told what changed.",
            number=call.version + 1,
        ),
        button=gettext("Publish version %(number)s", number=call.version + 1),
        changed=speaking.differences(changed, call),
        blocked=not changed,
    )


@pages.route("/<int:call_id>/extend", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.call)
def extend(call: Call) -> ResponseReturnValue:
    """Give a call that is not over yet a later deadline."""
    form = LaterForm()

    def deed() -> None:
        changing.extend(current_actor(), call, **_later(form), **_reason(form))

    return _asked(
        call,
        form,
        deed,
        done=gettext("The deadline is extended. Everyone concerned is being told."),
        title=gettext("Extend the deadline"),
        text=_ada_words(call),
        button=gettext("Extend"),
    )


@pages.route("/<int:call_id>/reopen", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.call)
def reopen(call: Call) -> ResponseReturnValue:
    """Take submissions again after the deadline."""
    form = LaterForm()

    def deed() -> None:
        changing.reopen(current_actor(), call, **_later(form), **_reason(form))

    return _asked(
        call,
        form,
        deed,
        done=gettext("The call is open again. Everyone concerned is being told."),
        title=gettext("Open the call again"),
        text=gettext("What was submitted still counts. Possible only before files are opened."),
        button=gettext("Open again"),
    )


@pages.route("/<int:call_id>/cancel", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.call)
def cancel(call: Call) -> ResponseReturnValue:
    """Cancel a call for good."""
    form = ReasonForm()

    def deed() -> None:
        changing.cancel(current_actor(), call, **_reason(form))

    return _asked(
        call,
        form,
        deed,
        done=gettext("The call is cancelled. Everyone concerned is being told."),
        title=gettext("Cancel the call"),
        text=gettext("A cancelled call cannot be taken up again; its page stays, with the reason."),
        button=gettext("Cancel the call for good"),
        kind="warning",
    )


@pages.route("/<int:call_id>/ada", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.call)
def add_ada(call: Call) -> ResponseReturnValue:
    """Add the ΑΔΑ of a call that was published before its decision was posted."""
    form = AdaForm()

    def deed() -> None:
        changing.add_ada(current_actor(), call, ada=form.ada.data or "")

    return _asked(
        call,
        form,
        deed,
        done=gettext("Saved."),
        title=gettext("Add the ΑΔΑ"),
        button=gettext("Save"),
    )


@pages.route("/<int:call_id>/archive", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.call)
def archive(call: Call) -> ResponseReturnValue:
    """Put a finished call away."""
    return _asked(
        call,
        Form(),
        lambda: changing.archive(current_actor(), call),
        done=gettext("The call is in the archive."),
        title=gettext("Archive the call"),
        text=gettext("Its page stays. The addresses of those who asked about it are forgotten."),
        button=gettext("Archive"),
    )


def _reason(form: ReasonForm) -> dict[str, Any]:
    return {"reason": form.reason.data or "", "ada": form.ada.data or ""}


def _later(form: LaterForm) -> dict[str, Any]:
    return {"closes_at": form.closes_at.data, "questions_until": form.questions_until.data}


def _ada_words(call: Call) -> str:
    if call.municipality.publishes_without_ada:
        return str(gettext("Without an ΑΔΑ the page says that the decision is pending."))
    return str(gettext("The ΑΔΑ of the decision is needed: the act takes effect with its posting."))


def _asked(
    call: Call, form: Any, deed: Callable[[], object], **context: Any
) -> ResponseReturnValue:
    """Ask, and go to the page of the call."""
    back = url_for(".show", call_id=call.id)
    return asked(TEMPLATE, form, deed, back=back, call=call, **context)
