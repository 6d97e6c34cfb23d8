"""Make files of registers: like those of Attica, like those of New York, and any table."""

import csv
import io
from collections.abc import Iterable, Sequence

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
