"""Madoguchi's server: chat gateway, review desk, inbox, ledger and pages."""
