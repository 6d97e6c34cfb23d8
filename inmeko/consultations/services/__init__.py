"""The deeds on events and consultations."""
