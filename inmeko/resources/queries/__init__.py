"""Every SELECT of the inventory: of assets, and of imports."""
