"""Coordinates as people write them: degrees, minutes and seconds; two of them in one cell."""

import re
from decimal import Decimal

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

# A hundred-millionth of a degree is a millimetre.
FINEST = Decimal("0.00000001")
LONGEST = 60

_PARTS = ("degrees", "minutes", "seconds")
# Greek and Latin capitals look alike: no place here lies south, so a Greek Ν is a Latin N.
_LETTERS = "NSEWΝΕΒΑΔBA"
_BACKWARD = frozenset("SWΔ")
_NORTHERN = frozenset("NSΝΒB")
_HEMISPHERE = rf"(?:lat\w*|lon\w*|γ\.?\s?[πμ]\.?|[{_LETTERS}])\.?"
_DEGREE = "°º˚oοd:"
_MINUTE = "'′’‘΄´`m:"
_SECOND = '"″”“s'
_ONE = (
    r"(?P<sign>[-−+])?\s*"
    r"(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s*"
    rf"(?:(?P<mark>[{_DEGREE}]|\s)\s*"
    rf"(?:(?P<minutes>\d{{1,2}}(?:[.,]\d+)?)\s*(?:[{_MINUTE}](?![{_MINUTE}])|\s|(?=$|[{_LETTERS}]))\s*"
    rf"(?:(?P<seconds>\d{{1,2}}(?:[.,]\d+)?)\s*(?:[{_SECOND}]|[{_MINUTE}]{{2}})?\s*)?)?)?"
)  # fmt: skip
_DEGREES = re.compile(
    rf"(?P<before>{_HEMISPHERE})?\s*:?\s*{_ONE}(?P<after>[{_LETTERS}])?\.?", re.IGNORECASE
)
_TELLS = re.compile(
    rf"[°º˚'′’‘΄´`\"″”“]|\d\s*[dοo:]\s*\d|(?<!\w)[{_LETTERS}](?!\w)|\d[{_LETTERS}]\b"
)
_BRACKETS = "()[]{}<>"
_NUMBER = r"[-−+]?\d[\d.,]*"
_SPLITS = (
    re.compile(r"\s*[;|/\t\n]\s*"),
    re.compile(r"(?<=\d)\s*,\s+"),
    re.compile(r"(?<=\d)\s+(?=[-−+\d])"),
)


def parse_degrees(text: str) -> Decimal:
    """Degrees of 37°58'36"N, 37 58 36.5, N37°58.6', 23°43΄Α; RuleError for anything else."""
    found = _DEGREES.fullmatch(_tidy(text)) if len(text) <= LONGEST else None
    if found is None or not _is_angle(found):
        raise RuleError(
            N_("“%(text)s” is not a coordinate; write it as 23.735427 or 23°44'07\""),
            values={"text": text[:40]},
        )
    parts = [Decimal((found[name] or "0").replace(",", ".")) for name in _PARTS]
    total = parts[0] + parts[1] / 60 + parts[2] / 3600
    if found["sign"] in ("-", "−") or _hemisphere(found) in _BACKWARD:
        total = -total
    return total.quantize(FINEST).normalize() + 0


def split_pair(text: str) -> tuple[str, str] | None:
    """The two coordinates of a cell such as «38.05, 23.80», as they stand; None if not two."""
    plain = _tidy(text.strip(_BRACKETS + " \t\r\n"))
    if len(plain) > 2 * LONGEST:
        return None
    if _TELLS.search(plain):
        return _two_angles(plain)
    for pattern in _SPLITS:
        parts = pattern.split(plain)
        if len(parts) == 2 and all(re.fullmatch(_NUMBER, part.strip()) for part in parts):
            return parts[0].strip(), parts[1].strip()
    return _at_the_middle_comma(plain) or (_two_angles(plain) if len(_digits(plain)) > 3 else None)


def is_northing(text: str) -> bool | None:
    """Whether the letter beside an angle says north or south; None if there is none."""
    found = _DEGREES.fullmatch(_tidy(text))
    letter = _hemisphere(found) if found else ""
    return letter in _NORTHERN if letter else None


def _tidy(text: str) -> str:
    """Signs of one meaning made one: double quotes of two strokes, blanks of any width."""
    plain = " ".join(text.replace("\u00a0", " ").split())
    return re.sub(rf"[{_MINUTE[:-2]}]{{2}}", '"', plain)


def _is_angle(found: re.Match[str]) -> bool:
    parts = [found[name] for name in _PARTS]
    # Only the last part that is given has decimals, and sixty minutes are a degree.
    given = [part for part in parts if part is not None]
    if any(not part.isdigit() for part in given[:-1]):
        return False
    if any(float(part.replace(",", ".")) >= 60 for part in given[1:]):
        return False
    return float(parts[0].replace(",", ".")) <= 180


def _hemisphere(found: re.Match[str]) -> str:
    letter = (found["after"] or found["before"] or "").upper().rstrip(".")
    if letter.startswith(("LAT", "Γ.Π", "ΓΠ")):
        return "N" if found["after"] is None else letter
    return letter if len(letter) == 1 else ""


def _two_angles(plain: str) -> tuple[str, str] | None:
    for cut in re.finditer(r"\s*[,;|/]\s*|\s+|(?<=[NSEWΝΕΒΑΔ])(?=\d)|(?<=[\"'])(?=\d)", plain):
        first, second = plain[: cut.start()].strip(), plain[cut.end() :].strip()
        whole = [_DEGREES.fullmatch(part) for part in (first, second)]
        if all(one and _is_angle(one) for one in whole) and _alike(first, second):
            return first, second
    return None


def _alike(first: str, second: str) -> bool:
    """Two angles are written in one manner: as many numbers in the one as in the other."""
    lettered = [is_northing(one) is None for one in (first, second)]
    return lettered[0] is lettered[1] and len(_digits(first)) == len(_digits(second))


def _digits(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def _at_the_middle_comma(plain: str) -> tuple[str, str] | None:
    commas = [at for at, sign in enumerate(plain) if sign == ","]
    if len(commas) not in (1, 3):
        return None
    middle = commas[len(commas) // 2]
    first, second = plain[:middle].strip(), plain[middle + 1 :].strip()
    numbers = all(re.fullmatch(_NUMBER, part) for part in (first, second))
    # One comma between whole numbers is a decimal comma.
    if not numbers or (len(commas) == 1 and "." not in first + second):
        return None
    return first, second
