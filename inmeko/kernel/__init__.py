"""The pure kernel: what every room may know, without a framework and without a database."""
