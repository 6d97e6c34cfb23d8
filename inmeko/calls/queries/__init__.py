"""Every question asked about calls."""
