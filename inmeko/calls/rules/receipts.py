"""What is sent, frozen: its one canonical form, its hash, and whether hashes still hold."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from inmeko.calls.rules import answers as rules
from inmeko.calls.rules.content import Content
from inmeko.calls.rules.parts import WHO


@dataclass(frozen=True)
class SentFile:
    """A file as it is frozen: where it belongs, its name, its size and its hash."""

    id: int
    purpose: str
    name: str
    media_type: str
    size: int
    sha256: str


def frozen(
    content: Content,
    *,
    call: Mapping[str, Any],
    applicant: Mapping[str, Any],
    answers: Mapping[str, Any],
    files: Iterable[SentFile],
    language: str,
) -> dict[str, Any]:
    """All that a submission says: who, what was answered, and its files with their hashes."""
    asked = {one.key for one in rules.visible(content, answers)}
    asked |= {one.key for one in content.papers}
    sent = [vars(one) for one in files if one.purpose in asked]
    return {
        "call": dict(call),
        **{name: applicant.get(name) or "" for name in WHO},
        "answers": rules.only_asked(content, answers),
        "files": sorted(sent, key=lambda one: (one["purpose"], one["id"])),
        "language": language,
    }


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
