"""The deeds on calls."""
