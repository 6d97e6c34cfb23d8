"""The words of a PDF as its reader sees them: our papers name the letter of each glyph."""

import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb"(?:(\d+) 0 obj\s[^\0]{0,400}?)?stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_FONT = re.compile(rb"/BaseFont /([A-Z]+)\+[^>]*?/ToUnicode (\d+) 0 R")
_LETTER = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]{4,})>")
_DRAWN = re.compile(rb"/([A-Z]+) [\d.]+ Tf|\[([^\]]*)\] TJ|(ET)\b")
_GLYPHS = re.compile(rb"<([0-9a-f]*)>")


def text_of(pdf: bytes) -> str:
    """What is drawn on the pages of a paper, one piece of text a line."""
    known = list(_streams(pdf))
    maps = {number: _letters(content) for number, content in known if b"beginbfchar" in content}
    packed = b"\n".join(content for _, content in known)
    fonts = {found[1]: maps.get(int(found[2]), {}) for found in _FONT.finditer(packed)}
    pages = (content for _, content in known if b" TJ" in content)
    return "\n".join(_drawn(content, fonts) for content in pages)


def _streams(pdf: bytes) -> Iterator[tuple[int, bytes]]:
    for found in _STREAM.finditer(pdf):
        try:
            # A last byte that looks like the end of a line is missing, and the checksum with it.
            yield int(found[1] or 0), zlib.decompressobj().decompress(found[2])
        except zlib.error:
            yield int(found[1] or 0), found[2]


def _letters(table: bytes) -> dict[bytes, str]:
    pairs = _LETTER.findall(table)
    return {glyph: bytes.fromhex(words.decode()).decode("utf-16-be") for glyph, words in pairs}


def _drawn(content: bytes, fonts: dict[bytes, dict[bytes, str]]) -> str:
    font: dict[bytes, str] = {}
    told = []
    for found in _DRAWN.finditer(content):
        if found[1]:
            font = fonts[found[1]]
        elif found[3]:
            told.append("\n")
        else:
            glyphs = b"".join(_GLYPHS.findall(found[2]))
            parts = (glyphs[place : place + 4] for place in range(0, len(glyphs), 4))
            told.append("".join(font.get(part, "\N{REPLACEMENT CHARACTER}") for part in parts))
    return "".join(told)
