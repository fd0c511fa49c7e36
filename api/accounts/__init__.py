"""Customer accounts: what they signed, what they do, how well they are."""
