"""Hand-offs: a person takes over a conversation."""
