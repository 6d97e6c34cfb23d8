"""What rules and policies see of a person: an id, roles, and organisations."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """Somebody who asks: a signed-in person or, without an id, the public."""

    id: int | None = None
    roles: frozenset[tuple[str, int | None]] = frozenset()
    organisations: frozenset[int] = frozenset()
    name: str = ""

    @property
    def signed_in(self) -> bool:
        """Whether we know who this is."""
        return self.id is not None

    def has(self, role: str, municipality_id: int | None) -> bool:
        """Whether the role is held in exactly this municipality (None: over the installation)."""
        return (role, municipality_id) in self.roles

    def holds(self, role: str) -> bool:
        """Whether the role is held anywhere."""
        return any(held == role for held, _ in self.roles)


ANONYMOUS = Actor()
