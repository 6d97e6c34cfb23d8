"""The house inspector: every promise of the architecture has a check that names it."""
