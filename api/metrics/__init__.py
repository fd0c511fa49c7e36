"""What a manager sees, computed from the ledger."""
