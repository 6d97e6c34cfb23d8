"""Every table of cooperatives."""

from inmeko.coops.models.activity_codes import ActivityCode
from inmeko.coops.models.rules import RuleVersion

__all__ = ["ActivityCode", "RuleVersion"]
