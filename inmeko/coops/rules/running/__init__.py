"""A registered cooperative: assemblies, yearly duties and checks, the split of profit."""
