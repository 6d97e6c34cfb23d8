"""The pages of the outbox: what waits, what was given up and why, and how to try again."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts.models import Municipality
from inmeko.accounts.queries import municipality
from inmeko.kernel.text import N_
from inmeko.records import policy, queries, services
from inmeko.records.models import Job
from inmeko.records.rules.outbox import JOB_LABELS, JOB_NAMES, MAIL, JobState, masked
from inmeko.records.views.paging import Page, asked_number, page_of
from inmeko.records.views.presenting import word
from inmeko.web.access import current_actor, requires
from inmeko.web.navigation import Entry

pages = Blueprint("outbox", "inmeko.records", template_folder="templates")

MENU = (Entry(N_("Outbox"), "outbox.index", policy.may_tend_outbox, "settings.edit"),)

TABS = (JobState.DEAD, JobState.WAITING, JobState.DONE)


@pages.get("/outbox")
@requires(policy.may_tend_platform)
def platform() -> ResponseReturnValue:
    """The outbox of all towns and of the platform."""
    return _page(None, "outbox.platform", "outbox.retry_platform")


@pages.get("/<municipality>/outbox")
@requires(policy.may_tend_outbox, of=municipality)
def index(town: Municipality) -> ResponseReturnValue:
    """The outbox of a town."""
    return _page(town.id, "outbox.index", "outbox.retry")


@pages.post("/outbox/<int:job_id>/retry")
@requires(policy.may_retry, of=queries.platform_job)
def retry_platform(job: Job) -> ResponseReturnValue:
    """Let a job of any town run again."""
    return _retry(job, "outbox.platform")


@pages.post("/<municipality>/outbox/<int:job_id>/retry")
@requires(policy.may_retry, of=queries.job)
def retry(job: Job) -> ResponseReturnValue:
    """Let a job of a town run again."""
    return _retry(job, "outbox.index")


def _page(municipality_id: int | None, here: str, again: str) -> ResponseReturnValue:
    counts = queries.job_counts(municipality_id=municipality_id)
    asked = request.args.get("state", "")
    state = JobState(asked) if asked in set(JobState) else _most_urgent(counts)
    before = asked_number("before")
    found = queries.jobs(municipality_id=municipality_id, state=state, before=before)
    page: Page[Job] = page_of(found, before=before)
    older = url_for(here, state=state, before=page.last.id) if page.older and page.last else None
    return render_template(
        "records/outbox.html",
        tabs=[
            {
                "label": gettext(JOB_LABELS[each]),
                "url": url_for(here, state=each),
                "count": counts[each],
                "active": each is state,
            }
            for each in TABS
        ],
        state=state,
        rows=_rows(page.things, again),
        next=older,
    )


def _most_urgent(counts: dict[JobState, int]) -> JobState:
    return JobState.DEAD if counts[JobState.DEAD] else JobState.WAITING


def _rows(jobs: Sequence[Job], again: str) -> list[dict[str, Any]]:
    """What an administrator may see of jobs: never the words of a mail, nor a whole address."""
    return [
        {
            "job": job,
            "name": word(job.name, JOB_NAMES),
            "to": masked(str(job.payload.get("to", ""))) if job.name == MAIL else "",
            "error": masked(job.last_error),
            "retry": None if job.state is JobState.DONE else url_for(again, job_id=job.id),
        }
        for job in jobs
    ]


def _retry(job: Job, back: str) -> ResponseReturnValue:
    services.retry(current_actor(), job)
    flash(gettext("It will run again within seconds."), "success")
    return redirect(url_for(back, state=JobState.WAITING), code=303)
