"""Which alphabet a file's bytes are written in: each guess with its reason."""

import codecs
import re
from typing import BinaryIO

from inmeko.kernel.text import N_
from inmeko.resources.rules.guesses import Guess

# Success of decoding proves nothing here: each of these reads the bytes of the others.
ONE_BYTE = ("windows-1253", "iso-8859-7", "windows-1252", "mac-roman", "cp737")
_TWINS = ("windows-1253", "iso-8859-7")
ENCODINGS = ("utf-8", "utf-16", *ONE_BYTE)

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

HEAD = 1 << 20
CLOSE_LOOK = 1 << 16

# The bytes that windows-1253 and iso-8859-7 read differently.
_TELLING = re.compile(rb"[^\n]{0,3}[\x80-\x9f\xa1\xa2\xa4\xa5\xaa\xae\xb5\xb6][^\n]{0,3}")
_PUNCTUATION = "’‘“”–—…«»€°·§©®´΄ªº\xa0"
_STRESSED_CAPITALS = "ΆΈΉΊΌΎΏ"


def evidence(stream: BinaryIO) -> bytes:
    """Read the part of a file that tells its alphabet: its head, or the first foreign letters."""
    stream.seek(0)
    head = stream.read(HEAD)
    chunk = head
    while chunk.isascii() and (following := stream.read(HEAD)):
        chunk = following
    stream.seek(0)
    if chunk is head or chunk.isascii():
        return head
    return chunk[chunk.find(b"\n") + 1 : chunk.rfind(b"\n") + 1] or chunk


def sniff(head: bytes) -> Guess[str]:
    """Guess the encoding of the first bytes of a file."""
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return Guess(
                encoding,
                N_("The file begins with the mark of %(encoding)s"),
                {"encoding": encoding},
            )
    if head.isascii():
        return Guess(
            "utf-8",
            N_("The file holds only plain Latin letters, which every encoding reads alike"),
            alternatives=ONE_BYTE,
        )
    if (broken := _broken_share(head)) < 0.05:
        return Guess(
            "utf-8",
            N_("The letters of the file are written as UTF-8 writes them"),
            confidence=0.99 if broken == 0 else 0.6,
            alternatives=ONE_BYTE,
        )
    return _one_byte(head)


def _broken_share(head: bytes) -> float:
    """The share of letters beyond ASCII that are not UTF-8; a letter cut at the end is none."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        pass
    else:
        return 0.0
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(head)
    foreign = sum(not sign.isascii() for sign in text)
    return text.count("\ufffd") / foreign if foreign else 0.0


def _one_byte(head: bytes) -> Guess[str]:
    first = re.search(rb"[\x80-\xff]", head)
    start = max(0, first.start() - 100) if first else 0
    close = head[start : start + CLOSE_LOOK]
    scores = {name: _score(close, name) for name in ONE_BYTE}
    order = sorted(ONE_BYTE, key=lambda name: -scores[name])
    if not _holds_greek(close.decode(order[0], "replace")):
        # Signs such as ’ and – stand in several alphabets; without Greek it is the western one.
        order.sort(key=lambda name: (-scores[name], name != "windows-1252"))
    elif order[0] in _TWINS and (telling := _TELLING.findall(head)):
        return _told_apart(b"\n".join(telling), order)
    best, second = order[0], order[1]
    alike = close.decode(best, "replace") == close.decode(second, "replace")
    return Guess(
        best,
        N_("Read as %(encoding)s the letters of the file make the most words"),
        {"encoding": best},
        confidence=0.9 if scores[best] - scores[second] > 0.1 or alike else 0.5,
        alternatives=tuple(order[1:]),
    )


def _told_apart(telling: bytes, order: list[str]) -> Guess[str]:
    best, other = sorted(_TWINS, key=lambda name: -_score(telling, name))
    places = telling.split(b"\n")
    clearest = max(places, key=lambda place: _score(place, best) - _score(place, other))
    return Guess(
        best,
        N_("A place reads “%(right)s” in %(encoding)s, but “%(wrong)s” in %(other)s"),
        {
            "encoding": best,
            "other": other,
            "right": clearest.decode(best, "replace").strip(),
            "wrong": clearest.decode(other, "replace").strip(),
        },
        confidence=0.95,
        alternatives=(other, *(name for name in order if name not in _TWINS)),
    )


def _score(content: bytes, encoding: str) -> float:
    """How much the foreign letters look like words, about -8 to 1 each, on average."""
    text = f" {content.decode(encoding, 'replace')} "
    total, count = 0.0, 0
    for at in range(1, len(text) - 1):
        sign = text[at]
        if not sign.isascii():
            total += _plausible(text[at - 1], sign, text[at + 1])
            count += 1
    return total / count if count else 0.0


def _plausible(before: str, sign: str, after: str) -> float:
    if sign == "\ufffd" or "\x80" <= sign <= "\x9f":
        return -8.0
    if sign in _PUNCTUATION:
        return -0.3 if after.isalpha() and not before.isalpha() and sign == "’" else 0.3
    if not sign.isalpha():
        return -2.0 if before.isalpha() or after.isalpha() else -1.0
    if (before.islower() and sign.isupper()) or (sign == "ς" and after.isalpha()):
        return -2.0
    return _greek(before, sign, after) if _holds_greek(sign) else _latin(before, after)


def _greek(before: str, sign: str, after: str) -> float:
    if any(near.isascii() and near.isalpha() for near in (before, after)):
        return -2.0
    if sign in _STRESSED_CAPITALS and before.isalpha():
        return -2.0
    return 1.0 if before.isalpha() or after.isalpha() else 0.0


def _latin(before: str, after: str) -> float:
    if any(near.isalpha() and not near.isascii() for near in (before, after)):
        return -1.0
    return 1.0 if before.isalpha() or after.isalpha() else -0.5


def _holds_greek(text: str) -> bool:
    return any("\u0370" <= sign <= "\u03ff" for sign in text)
