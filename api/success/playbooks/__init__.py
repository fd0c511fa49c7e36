"""Playbooks: what is done when something shows at an account."""
