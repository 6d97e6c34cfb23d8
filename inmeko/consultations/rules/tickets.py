"""The code of a registration: made, typed by hand, or read from what a camera saw."""

import re
import secrets

from inmeko.kernel.text import LOOK_ALIKES

# No letters or digits that look alike on paper.
ALPHABET = "2346789ACEFGHJKLMNPQRTUVWXYZ"
LENGTH = 6
_SEEN = re.compile(r"/events/(?P<event>\d{1,9})/door\?(?:.*&)?code=(?P<code>[^&#\s]+)")
# Letters of a Greek keyboard, by the Latin ones that look like them.
GREEK = {greek: latin for latin, greek in LOOK_ALIKES.items()}


def made() -> str:
    """A new code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read(text: str) -> str:
    """The code in what was typed or scanned: blanks, hyphens, small and Greek letters aside."""
    scanned = _SEEN.search(text)
    plain = re.sub(r"[\s\-–]", "", scanned["code"] if scanned else text)
    return plain.upper().translate(GREEK)[:40]
