"""Consultation events and texts, and what became of each contribution."""
