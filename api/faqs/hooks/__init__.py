"""Telling another system of every FAQ that is published, changed or retired."""
