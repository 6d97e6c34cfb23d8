"""Every question asked about events and consultations."""
