"""Chores of the inventory on the command line."""

from inmeko.resources.commands import decisions, flags, registers, reporters
from inmeko.resources.commands.group import resources

__all__ = ["decisions", "flags", "registers", "reporters", "resources"]
