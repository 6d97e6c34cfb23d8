"""The deeds of the inventory: on assets, with imports, for exports."""
