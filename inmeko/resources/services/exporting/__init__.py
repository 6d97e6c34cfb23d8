"""The inventory as a file of any form, in parts: memory stays small for many assets as well."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from inmeko.accounts.models import Municipality
from inmeko.accounts.rules import LICENCE_ADDRESSES, LICENCE_NAMES
from inmeko.resources.models import Asset
from inmeko.resources.rules.exporting import About, Form, Order
from inmeko.resources.services.exporting.keyhole import as_kml
from inmeko.resources.services.exporting.packages import write_gpkg
from inmeko.resources.services.exporting.texts import as_csv, as_geojson
from inmeko.resources.services.exporting.workbooks import write_xlsx

CHUNK = 256 * 1024

TITLE = "Μητρώο πόρων"

__all__ = ["about", "parts"]


def about(town: Municipality, today: date) -> About:
    """What a file of a town says of itself."""
    licence = LICENCE_NAMES[town.licence]
    return About(TITLE, town.name, licence, LICENCE_ADDRESSES[town.licence], today)


def parts(assets: Iterable[Asset], order: Order, about: About) -> Iterator[bytes]:
    """The file in parts; what is no text is written first, so that a RuleError comes in time."""
    if order.form in _WHOLE:
        return _WHOLE[order.form](assets, order, about)
    texts: Iterator[str]
    if order.form is Form.CSV:
        texts = as_csv(assets, order)
    else:
        write = as_geojson if order.form is Form.GEOJSON else as_kml
        texts = write(assets, order, about)
    return (text.encode() for text in texts)


def _workbook(assets: Iterable[Asset], order: Order, about: About) -> Iterator[bytes]:
    target = tempfile.TemporaryFile()  # noqa: SIM115 (closed when its last part is read)
    try:
        write_xlsx(target, assets, order, about)
    except BaseException:
        target.close()
        raise

    def read() -> Iterator[bytes]:
        with target:
            target.seek(0)
            while part := target.read(CHUNK):
                yield part

    return read()


def _package(assets: Iterable[Asset], order: Order, about: About) -> Iterator[bytes]:
    # GDAL writes to a name, and its journal beside it.
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / "assets.gpkg"
    try:
        write_gpkg(path, assets, order, about)
    except BaseException:
        folder.cleanup()
        raise

    def read() -> Iterator[bytes]:
        with folder, path.open("rb") as source:
            while part := source.read(CHUNK):
                yield part

    return read()


_WHOLE: dict[Form, Callable[[Iterable[Asset], Order, About], Iterator[bytes]]] = {
    Form.XLSX: _workbook,
    Form.GPKG: _package,
}
