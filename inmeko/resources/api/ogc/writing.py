"""The text of an answer with features: what the database gave, and what stands around it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from inmeko.kernel import clock
from inmeko.resources.api.ogc.answering import GEOJSON, HTML, JSON, Link, link
from inmeko.resources.api.ogc.describing import moment
from inmeko.resources.queries.features import Written
from inmeko.resources.rules.publishing import Crs

HEAD = b'{"type":"FeatureCollection","features":['


@dataclass(frozen=True)
class Here:
    """Where features are asked for: the site, the path, the arguments; whether as a page."""

    home: str
    path: str
    arguments: Mapping[str, str]
    as_page: bool = False

    def again(self, **changes: str | int) -> str:
        """The address of the same question with other arguments."""
        if self.arguments.keys().isdisjoint(changes):
            return f"{self._asked}{urlencode(changes)}"
        asked = urlencode({**self.arguments, **changes}, safe=":/")
        return f"{self.home}{self.path}?{asked}"

    @cached_property
    def _asked(self) -> str:
        """The question as it was asked, ready for one more argument."""
        given = urlencode(self.arguments, safe=":/")
        return f"{self.home}{self.path}?{given}{'&' if given else ''}"

    def links(self, collection_id: str, last: int | None = None) -> list[Link]:
        """The links of an answer; behind `last` there are more features."""
        shown = self.as_page
        found = [
            link("alternate" if shown else "self", self.again(f="json"), GEOJSON),
            link("self" if shown else "alternate", self.again(f="html"), HTML),
            link("collection", f"{self.home}/ogc/collections/{collection_id}", JSON),
        ]
        if last is not None:
            found.append(link("next", self.again(after=last), HTML if shown else GEOJSON))
        return found


def collection(rows: Sequence[Written], matched: int | None, links: Sequence[Link]) -> bytes:
    """A page of features."""
    known = f'"numberMatched":{matched},' if matched is not None else ""
    tail = (
        f'],"numberReturned":{len(rows)},{known}'
        f'"timeStamp":"{moment(clock.now())}","links":{json.dumps(links)}}}'
    )
    return b"".join((HEAD, b",".join([text for _number, text in rows]), tail.encode()))


def feature(text: bytes, links: Sequence[Link]) -> bytes:
    """One feature."""
    return b"".join((text[:-1], b',"links":', json.dumps(links).encode(), b"}"))


def headers(crs: Crs) -> dict[str, str]:
    """What an answer with features says of itself."""
    return {"Content-Type": GEOJSON, "Content-Crs": f"<{crs.address}>"}
