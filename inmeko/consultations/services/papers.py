"""Papers of this domain as bytes: its one door to the printing press."""

from inmeko.extensions.papers import docx, pdf

__all__ = ["docx", "pdf"]
