"""What everybody sees of results: lists, what the final one changed, files to take away."""

from typing import Any

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from inmeko.accounts.views.letters import at_home
from inmeko.calls import policy
from inmeko.calls.models import Call, ResultList
from inmeko.calls.queries import calls as call_queries
from inmeko.calls.queries import results as queries
from inmeko.calls.rules import differences, objecting, publication
from inmeko.calls.rules.publication import PublicList
from inmeko.calls.rules.words import ListStage, ObjectionVerdict
from inmeko.calls.services import papers, recording
from inmeko.calls.services import publishing_results as publishing
from inmeko.calls.views.blueprint import pages
from inmeko.kernel import clock
from inmeko.kernel.tables import csv_text
from inmeko.web.access import public, requires

NAMES = {ListStage.PRELIMINARY_LIST: "preliminary", ListStage.FINAL_LIST: "final"}
MINUTES = 5


@pages.get("/<int:call_id>/results")
@requires(policy.may_see_call, of=call_queries.call)
def results(call: Call) -> ResponseReturnValue:
    """The lists of a call, the final one first, and what became of objections, without names."""
    decided = {one.stage: one for one in queries.lists(call)}
    now = clock.now()
    return render_template(
        "calls/results.html",
        call=call,
        lists=[_shown(decided[stage]) for stage in reversed(ListStage) if stage in decided],
        changes=changes(call, decided) if ListStage.FINAL_LIST in decided else None,
        verdicts=_verdicts(call) if decided else {},
        window_open=objecting.is_open(call.state, call.objections_until, now),
        reason=lambda line: publication.sentences(line, gettext),
    )


@pages.get("/lists/<int:list_id>/list.<any(csv, json, pdf):form>")
@public(of=lambda *, form, **place: (queries.published(**place), form))
def list_file(asked: tuple[ResultList, str]) -> ResponseReturnValue:
    """A list as a file."""
    decided, form = asked
    shown = _shown(decided)
    content = _files(shown)[f"list.{form}"]()
    kinds = {"csv": "text/csv", "json": "application/json", "pdf": "application/pdf"}
    return _file(content, kinds[form], f"{_name(shown)}.{form}")


@pages.get("/lists/<int:list_id>/diavgeia.json")
@public(of=queries.published)
def list_diavgeia(decided: ResultList) -> ResponseReturnValue:
    """The metadata of the decision for Διαύγεια, as far as they are known."""
    shown = _shown(decided)
    content = publishing.written(publication.diavgeia(shown))
    return _file(content, "application/json", f"{_name(shown)}-diavgeia.json")


@pages.get("/lists/<int:list_id>/package.zip")
@public(of=queries.published)
def list_package(decided: ResultList) -> ResponseReturnValue:
    """The list in all its forms, with what Διαύγεια asks for, in one archive."""
    shown = _shown(decided)
    name = _name(shown)
    files = {f"{name}/{part}": write() for part, write in _files(shown).items()}
    return _file(publishing.package(files), "application/zip", f"{name}.zip")


def changes(call: Call, decided: dict[ListStage, ResultList]) -> list[dict[str, Any]]:
    """What the final list changes, with the objections that did it by their count alone."""
    before, after = decided[ListStage.PRELIMINARY_LIST], decided[ListStage.FINAL_LIST]
    lines = {one.submission_id: one for one in (*after.lines, *before.lines)}
    order = {one.id: place for place, one in enumerate(queries.objections(call), start=1)}
    upheld = recording.upheld(queries.objections(call))
    found = differences.changes(recording.compared(before), recording.compared(after), upheld)
    return [
        {
            "number": f"{lines[one.key].submission.number}/{lines[one.key].submission.year}",
            "name": publishing.name(lines[one.key]),
            "before": one.before,
            "after": one.after,
            "objections": [order[key] for key in one.objections],
        }
        for one in found
    ]


def _verdicts(call: Call) -> dict[ObjectionVerdict, int]:
    """How many objections have which outcome; before the final list, only how many there are."""
    all_of_them = queries.objections(call)
    return {
        verdict: found
        for verdict in ObjectionVerdict
        if (found := sum(one.verdict is verdict for one in all_of_them))
    }


def _shown(decided: ResultList) -> PublicList:
    call = decided.call
    place: dict[str, Any] = {
        "municipality": call.municipality.slug,
        "call_id": call.id,
        "_external": True,
    }
    address = at_home(url_for("calls.results", **place))
    return publishing.shown(decided, call_url=at_home(url_for("calls.show", **place)), url=address)


def _files(shown: PublicList) -> dict[str, Any]:
    """Each file of the package by its name, written when it is asked for."""
    return {
        "list.csv": lambda: _in_greek(lambda: csv_text(publication.table(shown, gettext))).encode(),
        "list.json": lambda: _in_greek(
            lambda: publishing.written(publication.awards(shown, gettext))
        ).encode(),
        "list.pdf": lambda: papers.pdf(_in_greek(lambda: _paper(shown))),
        "diavgeia.json": lambda: publishing.written(publication.diavgeia(shown)).encode(),
        "diavgeia-subject.txt": lambda: f"{publication.subject(shown)}\n".encode(),
    }


def _paper(shown: PublicList) -> str:
    return render_template(
        "calls/papers/list.html",
        shown=shown,
        language="el",
        hash=shown.sha256,
        reason=lambda line: publication.sentences(line, gettext),
    )


def _in_greek(write: Any) -> str:
    """Files are acts of the town: in Greek, whoever takes them away."""
    with force_locale("el"):
        return str(write())


def _name(shown: PublicList) -> str:
    return f"{shown.slug}-call-{shown.call}-{NAMES[shown.stage]}-list"


def _file(content: bytes | str, kind: str, filename: str) -> Response:
    response = Response(content, content_type=f"{kind}; charset=utf-8")
    if not kind.startswith("text") and kind != "application/json":
        response.content_type = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.headers["Cache-Control"] = f"public, max-age={60 * MINUTES}"
    return response
