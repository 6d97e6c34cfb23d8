"""Papers of calls as bytes: the one door of this domain to the printing press."""

from inmeko.extensions.papers import docx, pdf

__all__ = ["docx", "pdf"]
