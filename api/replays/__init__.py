"""Replays: what a draft would have done to the inquiries that are there, before it is published."""
