"""The deeds that span the domains: load an invented municipality."""
