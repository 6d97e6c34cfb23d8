"""What people type about cooperatives, and its shape."""
