"""What files are taken for: looked at once, and remembered by their content."""

from collections import OrderedDict
from threading import Lock
from typing import BinaryIO

from inmeko.resources.rules.proposal import Chosen, Proposal, propose

# A planner goes to and fro between the pages of one file; each keeps a few rows of it.
MOST = 16

_Key = tuple[str, str, Chosen]
_known: OrderedDict[_Key, Proposal] = OrderedDict()
_lock = Lock()


def look(stream: BinaryIO, sha256: str, filename: str, chosen: Chosen) -> Proposal:
    """What the content of this hash is taken for, given what a planner said about it."""
    key = (sha256, filename, chosen)
    with _lock:
        found = _known.get(key)
    if found is None:
        found = propose(stream, filename, chosen)
        remember(sha256, filename, chosen, found)
    return found


def remember(sha256: str, filename: str, chosen: Chosen, proposal: Proposal) -> None:
    """Keep what was found in a content; what was kept longest goes."""
    with _lock:
        _known[sha256, filename, chosen] = proposal
        while len(_known) > MOST:
            _known.popitem(last=False)
