"""Freed hours and the accounts they are spent on."""
