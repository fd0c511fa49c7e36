"""Rasa's custom actions and the endpoint through which Rasa calls them."""
