"""The day on which questions to the inventory are asked."""

from datetime import date

import pytest


@pytest.fixture
def today() -> date:
    """A day."""
    return date(2026, 5, 12)
