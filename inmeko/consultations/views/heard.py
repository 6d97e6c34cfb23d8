"""What was heard in a town and what came of it: page, workbook, JSON, and a view to embed."""

from datetime import date
from typing import Any

from flask import Response, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, format_date, gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.accounts.rules import SECTOR_LABELS
from inmeko.accounts.views.letters import at_home
from inmeko.consultations.forms.listing import HeardFilterForm
from inmeko.consultations.models import Commitment
from inmeko.consultations.rules import heard as rules
from inmeko.consultations.rules.commitments import CommitmentStanding
from inmeko.consultations.rules.heard import HeardFilter
from inmeko.consultations.rules.texts import TEXT_KIND_LABELS
from inmeko.consultations.rules.words import EVENT_KIND_LABELS
from inmeko.consultations.services import heard as deeds
from inmeko.consultations.views.heard_blueprint import machines, pages
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens
from inmeko.records.rules.files import XLSX
from inmeko.web import headers
from inmeko.web.access import public
from inmeko.web.filters import day as spoken
from inmeko.web.filters import town_name
from inmeko.web.language import LANGUAGES, chosen

KEPT_SECONDS = 300
# As many lines as one reads; the workbook holds all.
SHOWN = 20
# How high the view is where it is embedded, in pixels: the numbers, the bars, the way to more.
HEIGHT = 640


@pages.get("/")
@public(of=accounts.municipality)
def index(town: Municipality) -> ResponseReturnValue:
    """All of it as a page."""
    wanted = _wanted()
    told = deeds.gather(town, wanted)
    form = HeardFilterForm(
        formdata=None,
        data={
            "since": wanted.since,
            "until": wanted.until,
            "kind": [one.value for one in wanted.kind],
            "sector": [one.value for one in wanted.sector],
        },
    )
    return render_template(
        "consultations/heard.html",
        heard=told.heard,
        commitments=told.commitments[:SHOWN],
        charts=deeds.charts(told.heard, gettext, _when),
        tiles=_tiles(told.heard),
        form=form,
        chips=_chips(wanted),
        shown=SHOWN,
        arguments=wanted.arguments(),
        snippet=_snippet(town, wanted),
    )


@pages.get("/workbook.xlsx")
@public(of=accounts.municipality)
def workbook(town: Municipality) -> ResponseReturnValue:
    """All of it as a workbook, in the language of the reader."""
    told = deeds.gather(town, _wanted())
    content = deeds.workbook(told, deeds.charts(told.heard, gettext, _when), gettext)
    response = Response(content, content_type=XLSX.media_type)
    name = f"{town.slug}-heard.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@pages.get("/embed")
@public(of=accounts.municipality)
def embed(town: Municipality) -> ResponseReturnValue:
    """The numbers in small, for a frame on any site: without cookies, scripts and forms."""
    asked = request.args.get("lang", "el")
    language = asked if asked in LANGUAGES else "el"
    wanted = _wanted()
    told = deeds.gather(town, wanted)
    with force_locale(language):
        page = render_template(
            "consultations/heard_embed.html",
            heard=told.heard,
            charts=deeds.charts(told.heard, gettext, _when)[-2:],
            tiles=_tiles(told.heard),
            embed_language=language,
            name=town.name_en if language == "en" else town.name,
            whole=at_home(_address("index", wanted, _external=True)),
        )
    response = Response(page)
    response.headers["Content-Security-Policy"] = headers.policy(
        frame_ancestors="*", script_src="'none'", form_action="'none'"
    )
    response.headers["Content-Language"] = language
    response.cache_control.max_age = KEPT_SECONDS
    return response


@machines.get("/<municipality>/api/heard")
@public(of=accounts.municipality)
def of_town(town: Municipality) -> ResponseReturnValue:
    """All of it as JSON; nobody is named."""
    told = deeds.gather(town, _wanted())
    heard = told.heard
    response = jsonify(
        generated_at=athens(clock.now()).isoformat(timespec="seconds"),
        municipality={"slug": town.slug, "name": town.name, "code": town.code},
        events={
            "held": len(heard.events),
            "people": heard.people,
            "turnout": heard.turnout,
            "minutes_owed": heard.without_minutes,
            "questions_answered": heard.questions_answered,
            "questions_owed": heard.questions_owed,
        },
        texts={
            "published": len(heard.texts),
            "comments": heard.comments,
            "supports": heard.supports,
            "themes_answered": heard.answered,
            "themes_owed": heard.owed,
        },
        themes=[_theme(one) for one in heard.themes],
        questions=[_question(one) for one in heard.questions],
        commitments=[_row(one, standing) for one, standing in told.commitments],
    )
    response.cache_control.max_age = KEPT_SECONDS
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _theme(one: rules.Raised) -> dict[str, Any]:
    return {
        "id": one.number,
        "title": one.title,
        "text": one.text_title,
        "comments": one.comments,
        "answer": one.verdict.value if one.verdict else None,
        "page": _page("texts.show", text_id=one.text_number),
    }


def _question(one: rules.Put) -> dict[str, Any]:
    return {
        "id": one.number,
        "text": one.text,
        "event": one.event_title,
        "supports": one.supports,
        "answered": one.answered,
        "answer": one.answer or None,
        "page": f"{_page('events.show', event_id=one.event_number)}#room",
    }


def _row(one: Commitment, standing: CommitmentStanding) -> dict[str, Any]:
    first = deeds.first_due(one)
    return {
        "id": one.id,
        "text": one.text,
        "event": one.event_id,
        "consultation": one.theme.text_id if one.theme else None,
        "theme": one.theme_id,
        "made_on": one.made_on.isoformat(),
        "owner": one.owner,
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "first_due_on": first.isoformat() if first else None,
        "state": standing.value,
        "closed_on": one.closed_on.isoformat() if one.closed_on else None,
        "outcome": one.outcome,
        "url": one.url or None,
        "page": _page("heard.commitment", commitment_id=one.id),
    }


def _wanted() -> HeardFilter:
    return rules.read(request.args.to_dict(flat=False))


def _tiles(found: rules.Heard) -> list[dict[str, Any]]:
    late = found.stand(CommitmentStanding.LATE)
    turnout = found.turnout
    came = gettext("%(percent)s %% of those who had a place", percent=round(100 * (turnout or 0)))
    minutes = found.without_minutes
    return [
        {
            "value": len(found.events),
            "label": gettext("events held"),
            "note": gettext("%(n)s of them without minutes yet", n=minutes) if minutes else "",
        },
        {
            "value": found.people,
            "label": gettext("people came"),
            "note": came if turnout is not None else "",
        },
        {
            "value": found.comments,
            "label": gettext("comments on texts"),
            "note": gettext("supported %(n)s times", n=found.supports),
        },
        _answers(gettext("themes answered"), found.answered, found.owed),
        _answers(
            gettext("questions from the room answered"),
            found.questions_answered,
            found.questions_owed,
        ),
        {
            "value": f"{_kept(found)} / {len(found.standings)}",
            "label": gettext("commitments kept"),
            "note": gettext("%(n)s overdue", n=late) if late else "",
            "tone": "warn" if late else "good",
        },
    ]


def _answers(label: str, given: int, owed: int) -> dict[str, Any]:
    return {
        "value": f"{given} / {given + owed}",
        "label": label,
        "note": gettext("%(n)s wait for an answer", n=owed) if owed else "",
        "tone": "warn" if owed else "good",
    }


def _kept(found: rules.Heard) -> int:
    return found.stand(CommitmentStanding.KEPT, CommitmentStanding.KEPT_LATE)


def _when(day: date, years: bool) -> str:
    return str(format_date(day, "y" if years else "LLL y"))


def _chips(wanted: HeardFilter) -> list[dict[str, str]]:
    kinds: dict[Any, str] = {**EVENT_KIND_LABELS, **TEXT_KIND_LABELS}
    told = {
        "since": gettext("from %(day)s", day=spoken(wanted.since)) if wanted.since else "",
        "until": gettext("to %(day)s", day=spoken(wanted.until)) if wanted.until else "",
        "kind": ", ".join(gettext(kinds[one]) for one in wanted.kind),
        "sector": ", ".join(gettext(SECTOR_LABELS[one]) for one in wanted.sector),
    }
    return [
        {"label": words, "url": _address("index", wanted.without(name))}
        for name, words in told.items()
        if words
    ]


def _snippet(town: Municipality, wanted: HeardFilter) -> str:
    """What is copied into a page of another site."""
    there = at_home(_address("embed", wanted, lang=chosen(), _external=True))
    title = gettext("What was heard, and what came of it – %(town)s", town=town_name(town))
    return render_template("consultations/_snippet.html", there=there, title=title, height=HEIGHT)


def _address(view: str, wanted: HeardFilter, **more: Any) -> str:
    arguments: dict[str, Any] = {**wanted.arguments(), **more}
    return url_for(f"heard.{view}", **arguments)


def _page(endpoint: str, **named: Any) -> str:
    return at_home(url_for(endpoint, _external=True, **named))
