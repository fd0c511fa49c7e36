"""Every FAQ by what became of those who were shown it."""
