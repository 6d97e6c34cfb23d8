"""Refusals: sentences spoken to people, marked for translation, with the field they concern."""

from collections.abc import Mapping


class DomainError(Exception):
    """A refusal with its English msgid, the field it belongs to, and the values it names."""

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        values: Mapping[str, object] | None = None,
    ) -> None:
        """Keep the untranslated message apart from its values, so that the web can translate."""
        super().__init__(message)
        self.message = message
        self.field = field
        self.values: dict[str, object] = dict(values or {})

    def __str__(self) -> str:
        """The English sentence with its values in place."""
        # Without values a lone percent sign is a percent sign, as in gettext.
        return self.message % self.values if self.values else self.message


class RuleError(DomainError):
    """What was asked breaks a rule (answered with 422)."""


class ConflictError(DomainError):
    """What was asked collides with what happened meanwhile (answered with 409)."""


class NotFoundError(DomainError):
    """There is no such thing here (answered with 404)."""


class ForbiddenError(DomainError):
    """The thing exists, but not for this person (answered with 403)."""


class TooManyError(DomainError):
    """Asked too often in too short a time (answered with 429)."""
