"""Chores of the inventory on the command line."""

from inmeko.resources.commands import (
    decisions,
    exports,
    features,
    flags,
    registers,
    reporters,
    running,
)
from inmeko.resources.commands.group import resources

__all__ = [
    "decisions",
    "exports",
    "features",
    "flags",
    "registers",
    "reporters",
    "resources",
    "running",
]
