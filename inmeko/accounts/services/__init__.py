"""The deeds with people, organisations and municipalities."""
