"""Every table of cooperatives."""

from inmeko.coops.models.rules import RuleVersion

__all__ = ["RuleVersion"]
