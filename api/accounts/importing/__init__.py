"""Files of accounts, weekly signals and contacts, as Japanese companies export them."""
