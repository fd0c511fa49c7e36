"""Customer success: freed hours, and the accounts an hour is worth most at."""
