"""Templates, texts and static files."""
