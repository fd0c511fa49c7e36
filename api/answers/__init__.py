"""The answer index that this process serves from."""
