"""Every refusal has its status, and its sentence in the reader's language, as page or JSON."""

import pytest
from flask.testing import FlaskClient

from inmeko.kernel.errors import DomainError, RuleError
from inmeko.web.errors import PAGES, STATUS, status_of
from tests.checks.house import PACKAGE

EXPECTED = [("rule", 422), ("conflict", 409), ("not-found", 404), ("forbidden", 403)]


@pytest.mark.parametrize(("kind", "status"), [*EXPECTED, ("too-many", 429)])
def test_a_refusal_is_a_page_with_its_sentence(
    visitor: FlaskClient, kind: str, status: int
) -> None:
    answer = visitor.get(f"/planted/refuse/{kind}")
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    assert "Only 3 are left" in answer.text
    assert "<h1" in answer.text


@pytest.mark.parametrize(("kind", "status"), [*EXPECTED, ("too-many", 429)])
def test_a_refusal_to_a_machine_is_a_problem_in_json(
    visitor: FlaskClient, kind: str, status: int
) -> None:
    answer = visitor.get(f"/planted/api/refuse/{kind}")
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == status
    assert answer.json["detail"] == "Only 3 are left"


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503])
def test_every_failure_has_a_page_of_the_house(visitor: FlaskClient, status: int) -> None:
    answer = visitor.get(f"/planted/abort/{status}")
    assert answer.status_code == status
    assert '<html lang="el"' in answer.text
    assert visitor.get(f"/planted/api/abort/{status}").json["status"] == status


def test_a_refused_method_is_told_which_ones_there_are(visitor: FlaskClient) -> None:
    answer = visitor.put("/health")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_failure_of_ours_says_nothing_of_its_inside(visitor: FlaskClient) -> None:
    visitor.application.config["PROPAGATE_EXCEPTIONS"] = False
    answer = visitor.post("/planted/break/town")
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text
    assert "Traceback" not in answer.text


def test_an_address_that_is_none_is_not_found(visitor: FlaskClient) -> None:
    assert visitor.get("/no/such/page/at/all").status_code == 404


def test_a_town_that_is_none_is_not_found(visitor: FlaskClient) -> None:
    assert visitor.get("/atlantis/planted/room").status_code == 404


def test_every_kind_of_refusal_has_a_status_and_a_page() -> None:
    assert set(STATUS) == set(DomainError.__subclasses__())
    assert {int(status) for status in STATUS.values()} <= PAGES
    pages = {int(path.stem) for path in (PACKAGE / "web/templates/errors").glob("[0-9]*.html")}
    assert pages >= PAGES


def test_a_narrower_refusal_has_the_status_of_the_wider() -> None:
    class NarrowerError(RuleError):
        """A rule of one domain."""

    assert status_of(NarrowerError("no")) == 422
