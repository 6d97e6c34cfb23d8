"""Run inside pretalx's own environment: fill an event, and measure its review list.

`python pretalx_site.py FILES ROUNDS` prints {"50": [milliseconds, queries], "250": …} as JSON.
"""

import datetime as dt
import json
import os
import statistics
import sys
import time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pretalx.settings")

import django  # type: ignore[import-not-found]

django.setup()

from django.conf import settings  # type: ignore[import-not-found]  # noqa: E402
from django.core.management import call_command  # type: ignore[import-not-found]  # noqa: E402
from django.db import connection  # type: ignore[import-not-found]  # noqa: E402
from django.test import Client  # type: ignore[import-not-found]  # noqa: E402
from django_scopes import scope, scopes_disabled  # type: ignore[import-not-found]  # noqa: E402
from pretalx.event.models import Event  # type: ignore[import-not-found]  # noqa: E402
from pretalx.event.utils import create_organiser_with_team  # type: ignore[import-not-found]  # noqa: E402
from pretalx.person.models import SpeakerProfile, User  # type: ignore[import-not-found]  # noqa: E402
from pretalx.submission.models import (  # type: ignore[import-not-found]  # noqa: E402
    Review,
    ReviewScore,
    ReviewScoreCategory,
    Submission,
)

EVALUATORS, CRITERIA = 3, 2
# Its style sheets were never gathered: the page names them plainly, which costs it less.
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.STORAGES["staticfiles"] = {"BACKEND": PLAIN}


def event() -> Any:
    """An event in its review phase, with an administrator and three reviewers."""
    admin = User.objects.create_user(email="admin@example.org", password="x", name="Admin")
    admin.is_administrator = True
    admin.save()
    organiser, team = create_organiser_with_team(name="Bench", slug="bench", users=[admin])
    begins = dt.date.today() + dt.timedelta(days=25)
    made = Event.objects.create(
        name="Bench",
        slug="bench",
        organiser=organiser,
        is_public=True,
        date_from=begins,
        date_to=begins + dt.timedelta(days=1),
        timezone="Europe/Athens",
        email="bench@example.org",
        locale_array="en",
        locale="en",
    )
    with scope(event=made):
        made.build_initial_data()
        team.limit_events.add(made)
    return made, team, admin


def fill(made: Any, team: Any, files: int) -> None:
    """As many proposals as asked for, three reviews each, a score for each criterion."""
    people = [
        User.objects.create_user(email=f"r{one}@example.org", password="x", name=f"Reviewer {one}")
        for one in range(EVALUATORS)
    ]
    for one in people:
        team.members.add(one)
    made.score_categories.all().delete()
    criteria = [
        ReviewScoreCategory.objects.create(event=made, name=f"Criterion {one}", weight=1)
        for one in range(CRITERIA)
    ]
    scales = [
        [
            ReviewScore.objects.create(category=one, value=value, label=str(value))
            for value in range(11)
        ]
        for one in criteria
    ]
    kind = made.submission_types.first() or made.cfp.default_type
    for number in range(files):
        group = User.objects.create_user(
            email=f"g{number}@example.org", password=None, name=f"Group {number}"
        )
        SpeakerProfile.objects.get_or_create(event=made, user=group)
        file = Submission.objects.create(
            event=made, title=f"Proposal {number}", submission_type=kind, abstract="An idea."
        )
        file.speakers.add(group)
        for place, person in enumerate(people):
            given = [scale[(number + place) % 11] for scale in scales]
            review = Review.objects.create(submission=file, user=person, text="Fine.")
            review.scores.set(given)
            review.score = sum(one.value for one in given)
            review.save()


def measured(client: Any, path: str, rounds: int) -> tuple[float, int]:
    """The median of the page in milliseconds, and its statements."""
    asked = 0

    def count(execute: Any, *told: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*told)

    with connection.execute_wrapper(count):
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answers {answer.status_code}: {answer.get('Location', '')}")
    if b"Proposal" not in answer.content:
        raise RuntimeError(f"{path} lists no proposal")
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        client.get(path)
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times), asked


def main() -> None:
    """Migrate, fill and measure."""
    files, rounds = int(sys.argv[1]), int(sys.argv[2])
    call_command("migrate", verbosity=0)
    with scopes_disabled():
        made, team, admin = event()
    with scope(event=made):
        fill(made, team, files)
    client = Client(HTTP_HOST="127.0.0.1:8799")
    client.force_login(admin)
    path = "/orga/event/bench/reviews/?page_size="
    print(json.dumps({size: measured(client, f"{path}{size}", rounds) for size in ("50", "250")}))


if __name__ == "__main__":
    main()
