"""What people type in the inventory, and its shape."""
