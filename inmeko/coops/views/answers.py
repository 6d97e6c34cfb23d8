"""The chapters that a group answers; two who save at once see each other and lose nothing."""

from collections.abc import Mapping, Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.coops.forms.answering import FORMS, ChapterForm
from inmeko.coops.models import ChapterVersion
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import standing
from inmeko.coops.rules.formation.activities import SUGGESTIONS
from inmeko.coops.rules.formation.answers import spread
from inmeko.coops.rules.formation.people import full_name
from inmeko.coops.rules.formation.words import CHAPTER_LABELS, Chapter
from inmeko.coops.rules.papers.plan import break_even, public_share
from inmeko.coops.services import answering as deeds
from inmeko.coops.views import both, lack_words
from inmeko.coops.views.room import Room, on_both, page
from inmeko.kernel.errors import DomainError, NotFoundError
from inmeko.kernel.text import N_

# Which rules a chapter's own page shows, by the beginning of their names.
SHOWN = {
    Chapter.NAME: ("NAME", "KOIN_NAME", "SYN_NAME"),
    Chapter.SEAT: (),
    Chapter.PURPOSE: (),
    Chapter.SHARES: ("KOIN_SHARE", "KOIN_OPT", "SYN_SHARE", "SYN_OPT"),
    Chapter.ORGANS: ("KOIN_COMMITTEE", "KOIN_ONE", "SYN_ONE", "KOIN_GROUP_PERIOD", "RESIDUE"),
    Chapter.WORK: ("KOIN_NONMEMBER", "SYN_NONMEMBER", "PAY_RATIO", "KOIN_VULN_WORK", "KOIN_SPEC_W"),
    Chapter.BUDGET: ("PUBLIC_REVENUE", "PAYROLL_SHARE"),
}


@on_both("/answers/<chapter>", methods=("GET", "POST"))
def answers(room: Room) -> ResponseReturnValue:
    """A chapter: what was answered, the form, and what the law says of it."""
    chapter, formation = _chapter(room), room.formation
    newest = queries.chapter(formation, chapter)
    people = queries.founders(formation)
    kept_form = FORMS[chapter].of(newest.answers if newest else {})
    kept_form.seen.data = str(newest.version if newest else 0)
    kept_form.fit(formation.form, people)
    if request.method == "GET":
        return _page(room, chapter, kept_form, newest)
    form = FORMS[chapter](both.posted(both.raw(kept_form)))
    form.fit(formation.form, people)
    differing: list[dict[str, str]] = []
    if form.validate():
        try:
            kept = deeds.save(
                room.doer, formation, chapter, form.answers(), seen=form.seen_version()
            )
            if not kept.clashes:
                return _saved(room, chapter, kept)
            differing = _both(form, kept)
        except DomainError as error:
            form.blame(error)
    return _page(room, chapter, form, newest, differing), 422 if form.errors else 200


def _saved(room: Room, chapter: Chapter, kept: deeds.Kept) -> ResponseReturnValue:
    if kept.other:
        words = gettext(
            "Saved. %(who)s changed other answers of this chapter meanwhile; both were kept.",
            who=_author(kept.other),
        )
        flash(words, "warning")
        return redirect(url_for(".answers", chapter=chapter.value), 303)
    flash(gettext("Saved."), "success")
    following = list(Chapter)[list(Chapter).index(chapter) + 1 :]
    if "next" in request.form and following:
        return redirect(url_for(".answers", chapter=following[0].value), 303)
    return redirect(url_for(".overview"), 303)


def _both(form: ChapterForm, kept: deeds.Kept) -> list[dict[str, str]]:
    """What both changed, side by side; the form goes on from what the other one has saved."""
    rows = both.differing(form, spread(form.answers()), kept.clashes)
    both.refused(form)
    form.show({name: one for name, one in kept.merged.items() if name not in kept.clashes})
    # Who saves now has seen the other's answers.
    form.seen.data, form.seen.raw_data = str(kept.version), None
    return rows


def _page(
    room: Room,
    chapter: Chapter,
    form: ChapterForm,
    newest: ChapterVersion | None,
    differing: Sequence[Mapping[str, str]] = (),
) -> str:
    facts = standing.facts_of(room.formation, queries.founders(room.formation))
    position = standing.position(room.formation)
    shown = [
        lack_words.told(one, position.names)
        for one in position.answer.findings
        if one.rule.id.startswith(SHOWN[chapter]) and SHOWN[chapter]
    ]
    years = standing.dossier_of(facts).years if chapter is Chapter.BUDGET else ()
    return page(
        "answers",
        room,
        chapter=chapter,
        label=CHAPTER_LABELS[chapter],
        form=form,
        findings=shown,
        newest=newest,
        author=_author(newest) if newest else "",
        suggestions=SUGGESTIONS if chapter is Chapter.PURPOSE else {},
        even=break_even(years) if years else None,
        share=public_share(years) if years else None,
        all_chapters=list(Chapter),
        differing=differing,
    )


def _author(version: ChapterVersion) -> str:
    if version.founder:
        return full_name(version.founder)
    if version.user:
        return version.user.name
    return str(gettext("The consultant"))


def _chapter(room: Room) -> Chapter:
    try:
        return Chapter(room.rest["chapter"])
    except ValueError:
        raise NotFoundError(N_("There is no such chapter.")) from None
