"""What became of the accounts that were contacted."""
