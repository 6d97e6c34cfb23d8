"""What is given away: a question that lists, maps and counts of assets ask."""

from datetime import date

import sqlalchemy as sa

from inmeko.resources.models import Concession
from inmeko.resources.rules.concession_words import ConcessionState


def given_away(today: date) -> sa.Select[int]:
    """The ids of assets that somebody holds today.

    A concession that has begun holds its asset until its end or return is recorded, also past
    its last day: until then nobody has handed back the key.
    """
    return sa.select(Concession.asset_id).where(
        Concession.state == ConcessionState.ACTIVE, Concession.starts_on <= today
    )
