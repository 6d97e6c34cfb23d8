"""What is sent, frozen."""

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
