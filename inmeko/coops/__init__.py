"""Guided set-up of social and workers' cooperatives under Law 4430/2016."""
