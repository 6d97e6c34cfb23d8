"""Make files of registers: like those of Attica, like those of New York, and any table."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from inmeko.accounts.models import Municipality
from inmeko.extensions import db
from inmeko.resources.models import Asset
from inmeko.resources.rules.outcome import Fate
from inmeko.resources.services import importing
from inmeko.resources.services.importing import Report
from tests.builders.resources import PLANNER

ATTICA = (
    "a_a_1;tetrapsifios_mai;ktirio_ypiresia;perifereia_1;nomos_1;megethos_1;typos_1;"
    "diefthinsi_forea;arithmos;tk_1;dimos_1;longitude;latitude"
)
NYC = "\ufeffOBJECTID *,uid,BORO,BLOCK,ADDRESS,USETYPE,OBJECTID *,XCOORD,YCOORD,LATITUDE,LONGITUDE"


def attica(rows: int, **titles: str) -> bytes:
    """A register of schools: `;`, decimal comma, WGS84; `titles` renames rows by their number."""
    lines = [ATTICA]
    for number in range(1, rows + 1):
        title = titles.get(str(number), f"ΔΗΜΟΤΙΚΟ ΣΧΟΛΕΙΟ {number}")
        x, y = f"{23.7 + number / 1000:.3f}", f"{37.95 + number / 1000:.3f}"
        if number > 400:
            x, y = f"{23.7 + number / 1e6:.6f}", f"{37.95 + number / 1e6:.6f}"
        cells = (
            f"{number};{number:04};{title};ΑΤΤΙΚΗΣ;ΑΘΗΝΩΝ;ΜΙΚΡΟΣ;ΠΑΙΔΕΙΑ - ΠΡΩΤΟΒΑΘΜΙΑ;"
            f"ΗΡΩΩΝ;{number};151 22;(null);{x.replace('.', ',')};{y.replace('.', ',')}"
        )
        lines.append(cells)
    return ("\n".join(lines) + "\n").encode()


def nyc(rows: int) -> bytes:
    """Vacant lots, each on two rows: BOM, a header twice, feet of EPSG:2263 and no degrees."""
    lines = [NYC]
    for number in range(rows):
        lot = number // 2
        lines.append(
            f"{number},{4000000 + lot},QUEENS,{lot},{lot} MAIN STREET,NO USE-VACANT LAND,{number},"
            f"{1039600 + lot * 100},{194800 + lot * 100},<Null>,<Null>"
        )
    return ("\r\n".join(lines) + "\r\n").encode()


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Any table as CSV with semicolons."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return target.getvalue().encode()


def bring(town: Municipality, content: bytes, name: str = "ktiria.csv", **more: Any) -> Report:
    """Stage and run a file; its report."""
    staged = importing.stage(PLANNER, town, io.BytesIO(content), name, **more)
    report = importing.run(PLANNER, staged)
    assert report is not None
    return report


def counts(report: Report) -> tuple[int, ...]:
    """Created, updated, unchanged, rejected."""
    found = tuple(report.count(fate) for fate in Fate)
    assert report.tally.read == sum(found)
    return found


def register(town: Municipality) -> dict[str | None, Asset]:
    """The assets of a town by their numbers in their register."""
    rows = db.session.scalars(sa.select(Asset).where(Asset.municipality_id == town.id))
    return {row.register_ref: row for row in rows}
