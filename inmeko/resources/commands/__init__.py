"""Chores of the inventory on the command line."""

from inmeko.resources.commands import decisions, registers
from inmeko.resources.commands.group import resources

__all__ = ["decisions", "registers", "resources"]
