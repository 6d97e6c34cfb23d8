"""The minutes of an event: written, open for amendments, frozen, read by everybody."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.consultations import policy
from inmeko.consultations.forms import minutes as forms
from inmeko.consultations.models import Event, EventMinutes, MinutesAmendment
from inmeko.consultations.queries import commitments, events
from inmeko.consultations.queries import minutes as queries
from inmeko.consultations.rules import editing
from inmeko.consultations.rules import minutes as rules
from inmeko.consultations.services import minutes as deeds
from inmeko.consultations.services import papers
from inmeko.consultations.views import letters, minutes_papers, showing
from inmeko.consultations.views.blueprint import pages
from inmeko.kernel import sealing
from inmeko.kernel.errors import ConflictError, DomainError, NotFoundError
from inmeko.kernel.text import N_
from inmeko.records import queries as records
from inmeko.web.access import current_actor, requires
from inmeko.web.asking import asked
from inmeko.web.forms import Form


@pages.get("/<int:event_id>/minutes")
@requires(policy.may_see_event, of=events.event)
def minutes(event: Event) -> ResponseReturnValue:
    """The final minutes of an event, an earlier version if asked for, and the way there."""
    manages = policy.may_manage_event(current_actor(), event)
    made, versions = queries.of_event(event), queries.versions(event)
    wanted = request.args.get("version", "")
    version = next((one for one in versions if not wanted or str(one.number) == wanted), None)
    if version is None and (wanted or not manages):
        raise NotFoundError(N_("There are no minutes of this event yet."))
    facts = version.content if version else None
    files = records.attachments(deeds.KIND, version.id) if version else []
    return render_template(
        "consultations/minutes.html",
        event=event,
        when=showing.when(event),
        made=made,
        version=version,
        versions=versions,
        holds=deeds.proof(version) if version else None,
        fours=sealing.in_fours,
        sections=rules.sections(facts) if facts else [],
        title=rules.title(facts) if facts else gettext("Minutes"),
        files=[showing.file(one) for one in files],
        decisions=showing.standings(commitments.of_event(event)),
        amendments=queries.amendments(made) if made and manages else [],
        manages=manages,
    )


@pages.route("/<int:event_id>/minutes/edit", methods=["GET", "POST"])
@requires(policy.may_manage_event, of=events.event)
def write_minutes(event: Event) -> ResponseReturnValue:
    """Write the draft; a second planner sees what the first one saved meanwhile."""
    kept = deeds.kept(event)
    form, theirs, status = forms.of_event(event, kept), None, 200
    if request.method == "GET":
        form.seen.data = editing.seen(kept)
    elif form.validate():
        try:
            values = form.values(len(event.content.get("agenda") or ()))
            deeds.write(current_actor(), event, values, seen=form.seen.data or "")
            flash(gettext("Saved."), "success")
            return redirect(url_for(".minutes", event_id=event.id), 303)
        except ConflictError as error:
            form.blame(error)
            theirs = deeds.kept(event)
            form.seen.data, status = editing.seen(theirs), 409
        except DomainError as error:
            form.blame(error)
            status = 422
    else:
        status = 422
    page = render_template(
        "consultations/minutes_edit.html",
        event=event,
        form=form,
        said=[one for one in form if one.name.startswith("said_")],
        theirs=_shown(theirs) if theirs else [],
    )
    return page, status


@pages.get("/<int:event_id>/minutes/draft.pdf")
@requires(policy.may_manage_event, of=events.event)
def minutes_draft(event: Event) -> ResponseReturnValue:
    """The minutes as they stand, as a paper that says that it is a draft."""
    made = queries.of_event(event) or EventMinutes(event=None, content={}, version=0, reason="")
    facts = deeds.gather(event, made, minutes_papers.words(event))
    told = minutes_papers.context(facts, "")
    html = minutes_papers.page(event.municipality, told)
    response = Response(papers.pdf(html), mimetype="application/pdf")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@pages.route("/<int:event_id>/minutes/open", methods=["GET", "POST"])
@requires(policy.may_manage_event, of=events.event)
def open_minutes(event: Event) -> ResponseReturnValue:
    """Give those present time for amendments."""
    form = forms.WindowForm()
    until = form.until.data or event.created_at

    def deed() -> None:
        letters.minutes_open(deeds.open_window(current_actor(), event, until))

    return _asked(
        event,
        form,
        deed,
        done=gettext("Those present are being told."),
        title=gettext("Open the minutes for amendments"),
        text=gettext("Those present can read the draft and say what should be written otherwise."),
        button=gettext("Open for amendments"),
    )


@pages.route("/<int:event_id>/minutes/freeze", methods=["GET", "POST"])
@requires(policy.may_manage_event, of=events.event)
def freeze_minutes(event: Event) -> ResponseReturnValue:
    """Freeze the minutes for good."""

    def deed() -> None:
        write, words = minutes_papers.writer(event.municipality), minutes_papers.words(event)
        deeds.freeze(current_actor(), event, write, words)

    return _asked(
        event,
        Form(),
        deed,
        done=gettext("The minutes are final."),
        title=gettext("Freeze the minutes"),
        text=gettext(
            "They get a protocol number and a hash, are written as DOCX and PDF, and everybody "
            "can read them. Nothing of this version can be changed afterwards."
        ),
        button=gettext("Freeze the minutes"),
        kind="warning",
    )


@pages.route("/<int:event_id>/minutes/further", methods=["GET", "POST"])
@requires(policy.may_manage_event, of=events.event)
def further_minutes(event: Event) -> ResponseReturnValue:
    """Begin a further version of frozen minutes."""
    form = forms.FurtherForm()
    return _asked(
        event,
        form,
        lambda: deeds.take_up(current_actor(), event, reason=form.reason.data or ""),
        done=gettext("A further version can be written. The frozen one stays as it is."),
        title=gettext("A further version of the minutes"),
        text=gettext("Those present get time for amendments again before it is frozen."),
        button=gettext("Begin the version"),
    )


@pages.route("/<int:event_id>/minutes/amendments/<int:amendment_id>", methods=["GET", "POST"])
@requires(policy.may_manage_event, of=queries.amendment)
def amendment(proposal: MinutesAmendment) -> ResponseReturnValue:
    """Answer an amendment."""
    event, form = proposal.minutes.event, forms.AnswerAmendmentForm()

    def deed() -> None:
        adopted = form.adopted.data == "yes"
        deeds.answer(current_actor(), proposal, adopted=adopted, reason=form.answer.data or "")
        letters.amendment_answered(proposal)

    return _asked(
        event,
        form,
        deed,
        done=gettext("Answered. Whoever proposed it is being told."),
        title=gettext("Proposed amendment"),
        text=proposal.text,
        button=gettext("Answer"),
    )


def _shown(kept: dict[str, Any]) -> list[dict[str, str]]:
    """What somebody else saved meanwhile, in words."""
    decisions = rules.typed_decisions(kept["decisions"])
    rows = {
        gettext("Opening"): kept["opening"],
        gettext("Agenda"): "\n".join(text for text in kept["said"] if text),
        gettext("Contributions"): "\n".join(kept["contributions"]),
        gettext("Decisions and commitments"): decisions,
        gettext("Remarks"): kept["remarks"],
    }
    return [{"key": str(key), "value": text} for key, text in rows.items() if text]


def _asked(
    event: Event, form: Any, deed: Callable[[], object], **context: Any
) -> ResponseReturnValue:
    """Ask, and go to the minutes."""
    back = url_for(".minutes", event_id=event.id)
    return asked("consultations/change.html", form, deed, back=back, event=event, **context)
