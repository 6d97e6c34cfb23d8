"""A group from a phone: begins without an account, fills in, sends, holds its receipt."""

import io
import re

import pytest
import sqlalchemy as sa

from inmeko.calls.models import Submission
from inmeko.extensions import db
from inmeko.records.models import Job
from tests.builders import calls, files
from tests.builders.people import municipality


@pytest.fixture
def town(session):
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


@pytest.fixture
def call(town):
    return calls.call(town)


def sent_mail() -> list[dict]:
    query = sa.select(Job).where(Job.name == "mail").order_by(Job.id)
    return [job.payload for job in db.session.scalars(query)]


def begin(client, call, email="eleni@example.org", name="Παρέα του Ρέματος"):
    return client.post(f"/dokimi/calls/{call.id}/begin", data={"name": name, "email": email})


def seen(page: str) -> dict[str, str]:
    """The hidden marks of a form."""
    return dict(re.findall(r'name="((?:seen\.|change|once)[^"]*)"[^>]*value="([^"]*)"', page))


def test_a_group_begins_fills_in_and_submits_without_an_account(client, call) -> None:
    answer = begin(client, call)
    assert answer.status_code == 303
    file = answer.location
    assert file in sent_mail()[0]["body"]
    page = client.get(file)
    assert "Δεν έχετε υποβάλει ακόμη" in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    who = {f"who_{key[1:]}": value for key, value in files.WHO.items()}
    form = seen(client.get(f"{file}applicant").text)
    assert client.post(f"{file}applicant", data={**form, **who}).location.endswith("/section/s1")
    form = seen(client.get(f"{file}section/s1").text)
    given = {**form, "q1": "Εργαστήριο", "q2": "1.234,5"}
    assert client.post(f"{file}section/s1", data=given).location.endswith("/documents")
    paper = {"purpose": "p1", "file": (io.BytesIO(files.PAPER), "Καταστατικό.pdf")}
    assert client.post(f"{file}documents", data=paper).status_code == 303
    page = client.get(f"{file}check").text
    assert "1.234,5" in page
    assert "Καταστατικό.pdf" in page
    sent = client.post(f"{file}check", data={**seen(page), "accepted": "y"})
    assert sent.status_code == 303
    receipt = client.get(sent.location).text
    made = db.session.scalars(sa.select(Submission)).one()
    assert f"{made.number}/" in receipt
    assert made.content["answers"] == {"q1": "Εργαστήριο", "q2": "1234.5"}
    assert "Δεν έχετε υποβάλει ακόμη" not in receipt
    paper = client.get(sent.location.split("?")[0] + "/receipt.pdf")
    assert paper.data.startswith(b"%PDF")
    again = client.get(sent.location.split("?")[0] + "/receipt.pdf")
    assert paper.data == again.data
