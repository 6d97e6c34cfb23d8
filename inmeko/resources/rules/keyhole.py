"""KML and KMZ: the marks on maps of Google Earth, without what reaches beyond the file."""

import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, cast
from xml.parsers import expat

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.archives import files, opened_archive, unpacked
from inmeko.resources.rules.plaintext import put_text

HEAD = 1 << 16
_DECLARED = re.compile(rb"\s*<\?xml[^>]*?\?>")
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']")
SPOOLED = 16 << 20


class _RootError(Exception):
    """The first element has been seen."""


@contextmanager
def markup(stream: BinaryIO, form: str) -> Iterator[BinaryIO]:
    """The KML of a file, unpacked where it is a KMZ; RuleError if there is none."""
    if form == "kml":
        yield stream
        return
    with opened_archive(stream) as archive:
        found = [one for one in files(archive) if one.filename.lower().endswith(".kml")]
        if not found:
            raise RuleError(N_("There is no KML file in this archive"))
        best = min(found, key=lambda one: (one.filename.lower() != "doc.kml", one.filename))
        with tempfile.SpooledTemporaryFile(SPOOLED) as target:
            for part in unpacked(archive, best):
                target.write(part)
            yield cast(BinaryIO, target)


def declared_encoding(head: bytes) -> str | None:
    """The encoding that an XML file says it is written in."""
    found = _ENCODING.match(head.lstrip(b"\xef\xbb\xbf \t\r\n"))
    return found[1].decode().lower() if found else None


def put_markup(source: BinaryIO, target: IO[bytes], encoding: str) -> None:
    """Copy a KML as UTF-8; RuleError if its root is another, or it declares entities."""
    with tempfile.SpooledTemporaryFile(SPOOLED) as plain:
        put_text(source, cast(IO[bytes], plain), encoding)
        plain.seek(0)
        head = plain.read(HEAD)
        body = _DECLARED.sub(b"", head, count=1) if _DECLARED.match(head) else head
        check_root(body)
        target.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
        target.write(body.lstrip())
        while chunk := plain.read(HEAD):
            target.write(chunk)


def check_root(head: bytes) -> None:
    """Raise RuleError unless the first element is `kml` and no document type stands before it."""
    seen: list[str] = []
    parser = expat.ParserCreate("utf-8")

    def begin(name: str, _attributes: object) -> None:
        seen.append(name.rpartition(":")[2].lower())
        raise _RootError

    def refuse(*_arguments: object) -> None:
        raise RuleError(
            N_("The file declares entities of its own, which may hide anything: refused")
        )

    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(head.lstrip(), False)
    except _RootError:
        pass
    except expat.ExpatError:
        seen.clear()
    if seen != ["kml"]:
        raise RuleError(N_("This is an HTML or XML file, not a table of cells"))


def head_of(stream: BinaryIO) -> bytes:
    """The first bytes of the KML inside a KMZ."""
    with markup(stream, "kmz") as inside:
        inside.seek(0)
        return io.BytesIO(inside.read(HEAD)).getvalue()
