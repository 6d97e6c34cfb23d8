"""How a group becomes a cooperative: its answers, people, tasks, and the clock of the registry."""
