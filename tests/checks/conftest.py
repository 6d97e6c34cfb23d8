"""The site as the inspector sees it: built, but without a database behind it."""

import pytest
from flask import Flask

from inmeko.app import create_app
from tests import engines


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The site with all its routes, its database not yet made."""
    return create_app(engines.settings(tmp_path_factory.mktemp("site")))
