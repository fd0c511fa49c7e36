"""Sample data: load, mark and remove."""
