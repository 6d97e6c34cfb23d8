"""Every question asked about cooperatives."""

from inmeko.coops.queries.rule_versions import newest_version, rulebook

__all__ = ["newest_version", "rulebook"]
