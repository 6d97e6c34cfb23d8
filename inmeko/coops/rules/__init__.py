"""The law of social and workers' cooperatives as data and tests: pure, over plain cases."""
