"""What customers ask about, and what became of it."""
