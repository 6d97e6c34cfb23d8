"""The desk of the room: polls are prepared, opened, closed; questions shown, hidden, answered."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.consultations import policy
from inmeko.consultations.forms import live as forms
from inmeko.consultations.models import Event, EventPoll, RoomQuestion
from inmeko.consultations.queries import events
from inmeko.consultations.queries import live as queries
from inmeko.consultations.rules import live as rules
from inmeko.consultations.rules.live import RoomQuestionState
from inmeko.consultations.services import polls, questions
from inmeko.consultations.views import showing
from inmeko.consultations.views.blueprint import pages
from inmeko.consultations.views.live import mark
from inmeko.kernel import clock
from inmeko.web.access import current_actor, requires
from inmeko.web.asking import asked
from inmeko.web.forms import Form


@pages.get("/<int:event_id>/live/desk")
@requires(policy.may_manage_room, of=events.event)
def live_desk(event: Event) -> ResponseReturnValue:
    """Everything that was voted and asked, and what one can do with it."""
    return render_template(
        "consultations/live_desk.html",
        event=event,
        when=showing.when(event),
        polls=[(one, queries.tally(one)) for one in queries.polls(event)],
        asked=queries.questions(event, tuple(RoomQuestionState)),
        going=rules.is_going(event, clock.now()),
        mark=mark(event),
    )


@pages.route("/<int:event_id>/polls/new", methods=["GET", "POST"])
@requires(policy.may_manage_room, of=events.event)
def new_poll(event: Event) -> ResponseReturnValue:
    """Prepare a poll."""
    form = forms.PollForm()
    return _asked(
        event,
        form,
        lambda: polls.prepare(current_actor(), event, **form.values()),
        done=gettext("The poll is prepared. The room sees it when you open it."),
        title=gettext("Prepare a poll"),
        text=gettext("Everybody registered votes once, and nobody is shown who voted what."),
        button=gettext("Prepare the poll"),
    )


@pages.route("/<int:event_id>/polls/<int:poll_id>/edit", methods=["GET", "POST"])
@requires(policy.may_manage_room, of=queries.poll)
def edit_poll(poll: EventPoll) -> ResponseReturnValue:
    """Word a poll otherwise before it is opened."""
    kept = {"question": poll.question, "several": poll.several}
    form = forms.PollForm(data={**kept, "options": poll.content["options"]})
    return _asked(
        poll.event,
        form,
        lambda: polls.change(current_actor(), poll, **form.values()),
        done=gettext("Saved."),
        title=gettext("Change the poll"),
        text=gettext("It can be changed until it is opened."),
        button=gettext("Save"),
    )


@pages.route("/<int:event_id>/polls/<int:poll_id>/remove", methods=["GET", "POST"])
@requires(policy.may_manage_room, of=queries.poll)
def remove_poll(poll: EventPoll) -> ResponseReturnValue:
    """Remove a poll that was never opened."""
    return _asked(
        poll.event,
        Form(),
        lambda: polls.remove(current_actor(), poll),
        done=gettext("The poll is removed."),
        title=gettext("Remove the poll"),
        text=poll.question,
        button=gettext("Remove the poll"),
        kind="warning",
    )


@pages.route("/<int:event_id>/polls/<int:poll_id>/open", methods=["GET", "POST"])
@requires(policy.may_manage_room, of=queries.poll)
def open_poll(poll: EventPoll) -> ResponseReturnValue:
    """Let the room vote."""
    return _asked(
        poll.event,
        Form(),
        lambda: polls.open_poll(current_actor(), poll),
        done=gettext("The poll is open."),
        title=gettext("Open the poll"),
        text=poll.question,
        button=gettext("Open the poll"),
    )


@pages.route("/<int:event_id>/polls/<int:poll_id>/close", methods=["GET", "POST"])
@requires(policy.may_manage_room, of=queries.poll)
def close_poll(poll: EventPoll) -> ResponseReturnValue:
    """Close a poll for good."""
    kept = gettext(
        "The numbers are kept and who voted what is deleted, so it cannot be opened again."
    )
    return _asked(
        poll.event,
        Form(),
        lambda: polls.close(current_actor(), poll),
        done=gettext("The poll is closed. Its result stands on the page of the event."),
        title=gettext("Close the poll"),
        text=f"{poll.question} {kept}",
        button=gettext("Close the poll"),
        kind="warning",
    )


@pages.route("/<int:event_id>/questions/<int:question_id>", methods=["GET", "POST"])
@requires(policy.may_manage_room, of=queries.question)
def settle_question(question: RoomQuestion) -> ResponseReturnValue:
    """Show a question, hide it with a reason, or say what was answered."""
    form = forms.SettleForm(data={"answer": question.answer, "reason": question.reason})
    form.offer(question)

    def deed() -> None:
        wanted = form.deed.data
        if wanted == RoomQuestionState.HIDDEN:
            questions.hide(current_actor(), question, form.reason.data or "")
        elif wanted == RoomQuestionState.ANSWERED:
            questions.answer(current_actor(), question, form.answer.data or "")
        else:
            questions.show(current_actor(), question)

    return _asked(
        question.event,
        form,
        deed,
        done=gettext("Saved."),
        title=gettext("Question from the room"),
        text=question.text,
        button=gettext("Save"),
    )


@pages.post("/<int:event_id>/questions/<int:question_id>/show")
@requires(policy.may_manage_room, of=queries.question)
def show_question(question: RoomQuestion) -> ResponseReturnValue:
    """Let everybody read a question."""
    questions.show(current_actor(), question)
    flash(gettext("Everybody reads the question."), "success")
    return redirect(url_for(".live_desk", event_id=question.event_id, _anchor="questions"), 303)


def _asked(
    event: Event, form: Any, deed: Callable[[], object], **context: Any
) -> ResponseReturnValue:
    """Ask, and go back to the desk."""
    back = url_for(".live_desk", event_id=event.id)
    return asked("consultations/change.html", form, deed, back=back, event=event, **context)
