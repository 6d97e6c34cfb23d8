"""The deeds on cooperatives."""
