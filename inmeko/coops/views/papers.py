"""The papers of a formation: generated, due again, read on screen with their sources; approval."""

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.coops.forms.deeds import ApproveForm
from inmeko.coops.forms.people import EmptyForm
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import standing
from inmeko.coops.rules.formation.people import full_name
from inmeko.coops.rules.formation.words import FormationStage
from inmeko.coops.rules.papers.layout import laid_out
from inmeko.coops.rules.rulebook import Rule
from inmeko.coops.services import approving
from inmeko.coops.services import papers as deeds
from inmeko.coops.services.printing import docx_of, pdf_of
from inmeko.coops.views.room import Room, on_both, page
from inmeko.kernel.errors import DomainError, NotFoundError
from inmeko.kernel.text import N_

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES = {"docx": (docx_of, WORD), "pdf": (pdf_of, "application/pdf")}


@on_both("/papers", methods=("GET", "POST"))
def papers(room: Room) -> ResponseReturnValue:
    """All papers and how they stand; generating makes anew only what says something else."""
    if request.method == "POST":
        number = deeds.generate(room.doer, room.formation)
        flash(gettext("Papers generated: %(number)s", number=number), "success")
        return redirect(url_for(".papers"), 303)
    states = deeds.states(room.formation)
    return page(
        "papers",
        room,
        states=states,
        again=sum(one.stale or one.printed_at is None for one in states.values()),
        names={one.case_key: full_name(one) for one in queries.founders(room.formation)},
        form=EmptyForm(formdata=None),
    )


@on_both("/papers/<paper_name>")
def paper(room: Room) -> ResponseReturnValue:
    """A paper on screen: each clause with the rules and answers that it comes from."""
    name = room.rest["paper_name"]
    found = standing.papers_of(room.formation).get(name)
    if found is None:
        raise NotFoundError(N_("There is no such paper."))
    return page("paper", room, paper=found, name=name, rules=_rules(room))


@on_both("/papers/<paper_name>.<print_form>")
def paper_file(room: Room) -> ResponseReturnValue:
    """A paper as a file: DOCX to edit, PDF to sign."""
    name, form = room.rest["paper_name"], room.rest["print_form"]
    found = standing.papers_of(room.formation).get(name)
    return handed_out(laid_out(found) if found else None, name, form)


def handed_out(told: Mapping[str, Any] | None, name: str, form: str) -> Response:
    """What `laid_out` told of a paper, as a file; NotFoundError if there is none of this form."""
    if told is None or form not in FILES:
        raise NotFoundError(N_("There is no such paper."))
    make, media_type = FILES[form]
    response = Response(make(told), content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


@on_both("/statute", methods=("GET", "POST"))
def statute(room: Room) -> ResponseReturnValue:
    """The statute to read and to approve; who has approved, and who has not."""
    found, sha = standing.statute_of(room.formation)
    form = ApproveForm()
    if request.method == "POST" and form.validate() and room.founder:
        try:
            read = form.sha256.data or ""
            approving.approve(room.doer, room.formation, room.founder, sha256=read)
            flash(gettext("You have approved the statute."), "success")
            return redirect(url_for(".statute"), 303)
        except DomainError as error:
            form.blame(error)
    form.sha256.data, form.sha256.raw_data = sha, None
    known = queries.approvals(room.formation, sha)
    people = queries.founders(room.formation)
    return page(
        "statute",
        room,
        paper=found,
        rules=_rules(room),
        sha=sha,
        form=form,
        known=known,
        people=[(one, full_name(one)) for one in people],
        approving=room.formation.stage is FormationStage.APPROVING,
        mine=room.founder is not None and room.founder.id in known,
        empty=EmptyForm(formdata=None),
    ), 422 if form.errors else 200


@on_both("/statute/ask", methods=("POST",))
def ask_approval(room: Room) -> ResponseReturnValue:
    """Ask the founders to approve the statute."""
    approving.ask(room.doer, room.formation)
    flash(gettext("The founders are asked to approve the statute."), "success")
    return redirect(url_for(".statute"), 303)


@on_both("/statute/back", methods=("POST",))
def back_to_answers(room: Room) -> ResponseReturnValue:
    """Go back to the answers."""
    approving.take_back(room.doer, room.formation)
    return redirect(url_for(".overview"), 303)


def _rules(room: Room) -> dict[str, Rule]:
    """The rules that the clauses name, as they hold for the formation."""
    book = standing.book_for(room.formation)
    return {one.id: one for one in book.on(room.formation.rules_of)}
