"""A guess about a file: what we take it for, why, how sure, and what else it could be."""

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Guess(Generic[T]):
    """A value with its reason as an English msgid, confidence 0 to 1, and the other candidates."""

    value: T
    reason: str
    values: dict[str, Any] = field(default_factory=dict)
    confidence: float = 1.0
    alternatives: tuple[T, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The guess as JSON, its reason still to be translated."""
        return {
            "value": self.value,
            "reason": self.reason,
            "values": self.values,
            "confidence": round(self.confidence, 2),
            "alternatives": list(self.alternatives),
        }
