"""Inmeko: the machinery between a town's idle assets and the groups that would use them."""

__version__ = "0.1.0"
