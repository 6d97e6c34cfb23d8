"""Papers by their hashes: which of those that were printed do not say any more what is answered."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from inmeko.coops.rules.papers import Paper


def hash_of(paper: Paper) -> str:
    """The SHA-256 of what a paper says, whatever it is printed with."""
    told = json.dumps(asdict(paper), ensure_ascii=False, sort_keys=True, default=_plain)
    return hashlib.sha256(told.encode()).hexdigest()


def stale(printed: Mapping[str, str], now: Mapping[str, str]) -> frozenset[str]:
    """The names of printed papers that say something else now, or are not asked for any more."""
    return frozenset(name for name, sha in printed.items() if now.get(name) != sha)


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else str(value)
