"""What people type about events and consultations."""
