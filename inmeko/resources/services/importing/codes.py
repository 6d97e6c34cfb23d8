"""Codes for the new assets of an import, drawn ahead while the database has nothing to do."""

import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.resources.models import AssetCounter
from inmeko.resources.services.assets import draw_codes


class Codes:
    """The next codes of a town, whose counter is locked; what nobody took is given back."""

    def __init__(self, municipality_id: int) -> None:
        """Begin with none."""
        self._town = municipality_id
        self._drawn: list[str] = []

    def __len__(self) -> int:
        """How many are ready to be taken."""
        return len(self._drawn)

    def draw(self, number: int) -> None:
        """See that so many are ready."""
        if missing := number - len(self._drawn):
            self._drawn += draw_codes(self._town, max(0, missing))

    def take(self, number: int) -> list[str]:
        """The next codes; they must be ready."""
        taken, self._drawn = self._drawn[:number], self._drawn[number:]
        return taken

    def give_back(self) -> None:
        """Let the next who draws have what is left, so that no number is left out."""
        if self._drawn:
            first = int(self._drawn[0].rpartition("-")[2])
            counter = sa.update(AssetCounter).where(AssetCounter.municipality_id == self._town)
            db.session.execute(counter.values(last_number=first - 1))
            self._drawn = []
