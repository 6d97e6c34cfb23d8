"""Every question asked about cooperatives."""

from inmeko.coops.queries.law import newest_version, rulebook

__all__ = ["newest_version", "rulebook"]
