"""Text copied as UTF-8, whatever it was written in."""

import io
from typing import IO, BinaryIO

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.reading import codec_of, first_unreadable

CHUNK = 1 << 20
LONGEST_LETTER = 4  # bytes


def put_text(source: BinaryIO, target: IO[bytes], encoding: str) -> None:
    """Copy a text as UTF-8 without a mark; RuleError at the byte that the encoding cannot read."""
    source.seek(0)
    text = io.TextIOWrapper(source, encoding=codec_of(encoding), newline="")
    try:
        while chunk := text.read(CHUNK):
            target.write(chunk.encode("utf-8", "surrogatepass"))
    except UnicodeError as error:
        text.detach()
        byte, line = first_unreadable(source, codec_of(encoding))
        if source.seek(0, io.SEEK_END) - byte < LONGEST_LETTER:
            raise RuleError(N_("The file ends inside a letter: half of it is missing")) from error
        raise RuleError(
            N_(
                "Byte %(byte)s, on line %(line)s, cannot be read as %(encoding)s: "
                "choose another encoding"
            ),
            values={"byte": byte, "line": line, "encoding": encoding},
        ) from error
    text.detach()
