"""What is frozen: its one canonical form, its hash, and whether the hash still holds."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(content: Mapping[str, Any]) -> bytes:
    """The one way to write a content down before it is hashed: sorted, without blanks, UTF-8."""
    plain = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return plain.encode()


def digest(content: Mapping[str, Any]) -> str:
    """The SHA-256 of a content in its canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def holds(content: Mapping[str, Any], sha256: str) -> bool:
    """Whether a kept content is still the one that was hashed."""
    return digest(content) == sha256


def in_fours(sha256: str) -> str:
    """A hash in groups of four, as people compare it."""
    return " ".join(sha256[place : place + 4] for place in range(0, len(sha256), 4))
