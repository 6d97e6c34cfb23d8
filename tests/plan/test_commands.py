"""The demo on the command line."""

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from inmeko.extensions import db
from inmeko.plan.rules.demo_people import ACCOUNTS
from inmeko.resources.models import Asset


def run(app: Flask, *arguments: str) -> Any:
    return app.test_cli_runner().invoke(args=["demo", *arguments])


def count() -> int:
    return db.session.scalar(sa.select(sa.func.count(Asset.id))) or 0


def test_the_demo_is_loaded_once_and_prints_its_accounts_every_time(own_app: Flask) -> None:
    first, second = run(own_app), run(own_app)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "is loaded" in first.output
    assert "is there already" in second.output
    assert count() == 410
    for account in ACCOUNTS:
        assert account.email in second.output
        assert account.password in second.output


def test_the_large_town_comes_beside_the_small_one(own_app: Flask) -> None:
    assert run(own_app, "--assets", "30").exit_code == 0
    assert "megali-koilada" in run(own_app, "--assets", "30").output
    assert count() == 30


@pytest.fixture
def production(app: Flask, session: Any) -> Any:
    """The site as if it were a town's own."""
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(settings, mode="production")
    yield app
    app.config["SETTINGS"] = settings


def test_a_production_site_refuses_the_demo(production: Flask) -> None:
    done = run(production)
    assert done.exit_code == 1
    assert "everybody knows" in done.output
    assert count() == 0


def test_a_number_of_assets_is_a_positive_one(app: Flask) -> None:
    assert run(app, "--assets", "0").exit_code == 2
