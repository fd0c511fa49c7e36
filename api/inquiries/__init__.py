"""Inquiries: imported or received, masked before they leave the vault."""
