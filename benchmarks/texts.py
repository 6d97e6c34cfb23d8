"""Measure a text put to the public with 5,000 comments beside one with 50, and its report.

The page of each is opened in turns, with the number of its queries; the report of the large one is
issued as its job does it, each step told with the time at which it began.
`python -m benchmarks.texts` prints both for each engine; goals: as many queries, under three times
the time.
"""

import argparse
import contextlib
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, current_app, render_template

from benchmarks import peers, submissions
from benchmarks.submissions import SLUG, durable, prepare
from benchmarks.timing import ratio
from inmeko.accounts.models import Municipality
from inmeko.consultations.models import ConsultedText, TextComment, TextReport
from inmeko.consultations.queries.texts import themes
from inmeko.consultations.rules.text_editing import marks
from inmeko.consultations.rules.texts import CommentState, TextKind, ThemeAnswer
from inmeko.consultations.services import text_issuing, texts
from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from tools.cluster import cluster

FEW, MANY, ARTICLES = 50, 5_000, 20
GOAL = 3.0
SAID = "Να ανοίγουν οι αίθουσες και τα απογεύματα, με φύλαξη και σαφές πρόγραμμα. " * 4
NOBODY = Actor()


def put(comments: int) -> int:
    """A public text with so many comments; its number."""
    with transaction():
        town = db.session.scalars(sa.select(Municipality.id)).one()
        text = texts.draft(NOBODY, town, title="Κανονισμός", kind=TextKind.REGULATION)
        articles = "\n".join(f"# Άρθρο {number}\n{SAID}" for number in range(ARTICLES))
        values = {**texts.kept_draft(text), "kind": text.kind}
        seen = marks(texts.kept_draft(text))
        texts.change(NOBODY, text, values, articles, seen=seen)
        texts.publish(NOBODY, text)
        theme = texts.make_theme(NOBODY, text, title="Ωράριο")
        rows = [
            {
                "municipality_id": town,
                "text_id": text.id,
                "article_id": text.articles[number % ARTICLES].id,
                "theme_id": theme.id,
                "state": CommentState.PUBLIC,
                "text": f"{number}: {SAID}",
                "area": f"Περιοχή {number % 40}",
                "name": f"Πολίτης {number}",
                "email": f"p{number}@example.org",
                "person": number,
                "key": f"{text.id}-{number}",
            }
            for number in range(comments)
        ]
        db.session.execute(sa.insert(TextComment), rows)
        return text.id


def opened(app: Flask, number: int) -> int:
    """Open the page of a text; how many queries that took."""
    asked: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        answer = app.test_client().get(f"/{SLUG}/consultations/{number}")
        if answer.status_code != 200:
            raise RuntimeError(f"the page answered {answer.status_code}")
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len([one for one in asked if not one.upper().startswith(("PRAGMA", "SAVEPOINT"))])


def issued(number: int) -> str:
    """Issue the report of a text; what each step took, and the whole."""
    with transaction():
        text = db.session.get_one(ConsultedText, number)
        text.closes_at = clock.now() - timedelta(hours=1)
        theme = themes(text)[0]
        seen = marks(texts.kept_answer(theme))
        verdict = ThemeAnswer.ACCEPTED
        texts.answer(NOBODY, theme, verdict=verdict, reasons="Ναι", article=None, seen=seen)
        texts.conclude(NOBODY, text)
    start = time.perf_counter()
    with transaction():
        report = text_issuing.ask(NOBODY, db.session.get_one(ConsultedText, number)).id
        town = db.session.scalars(sa.select(Municipality.id)).one()
        payload = {"municipality": town, "report": report}
    begin = time.perf_counter()
    steps = [f"frozen in {begin - start:.1f} s"]

    def tell(phase: str, _done: int, _total: int | None) -> None:
        steps.append(f"{phase} at {time.perf_counter() - begin:.1f} s")

    base = current_app.config["SETTINGS"].base_url
    with current_app.test_request_context(base_url=base), transaction():
        text_issuing.carry_out(payload, render_template, tell)
    state = db.session.get_one(TextReport, report).state
    return f"{time.perf_counter() - start:.1f} s, {state.value} ({', '.join(steps)})"


def rows(engine: str, app: Flask, results: list[bool]) -> Iterator[str]:
    """The lines of one engine; whether the goals are met is added to the results."""
    with app.app_context():
        few, many = put(FEW), put(MANY)
        db.session.remove()
        # The first question of a process asks more than the others.
        opened(app, few)
        queries = opened(app, few), opened(app, many)
        ours, floor, times = ratio(lambda: opened(app, many), lambda: opened(app, few))
        results.append(queries[0] == queries[1] and times < GOAL)
        yield (
            f"{engine:9} a text opens with {MANY} comments in {ours:.0f} ms, with {FEW} in "
            f"{floor:.0f} ms: {times:.2f} times; {queries[1]} and {queries[0]} queries"
        )
        yield f"{engine:9} report of {MANY} comments: {issued(many)}"
        db.session.remove()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=tuple(submissions.GOALS), action="append")
    parser.add_argument("--postgis", default="", help="a server to make a database on")
    parser.add_argument("--embedded", default="", help="taken for the sake of the other benches")
    given = parser.parse_args()
    results: list[bool] = []
    with contextlib.ExitStack() as stack:
        peers.PLACE.mkdir(exist_ok=True)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=peers.PLACE)))
        for engine in given.engine or submissions.GOALS:
            url = ""
            if engine == "postgis":
                server = given.postgis or stack.enter_context(cluster())
                url = stack.enter_context(durable(server))
            app = prepare(folder / engine, url)
            for line in rows(engine, app, results):
                print(line, flush=True)
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
