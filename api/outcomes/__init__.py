"""What episodes came to: drawn from their facts, kept for the figures, drawn again at will."""
