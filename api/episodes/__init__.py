"""The ledger of facts, and the label each episode gets from them."""
