"""Files that customers and agents send each other."""
