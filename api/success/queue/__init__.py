"""The week's queue: the accounts an hour is worth most at, and whom we leave alone."""
