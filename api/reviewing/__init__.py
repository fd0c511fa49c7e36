"""The time staff spend reviewing: a cost of the hours the bot frees."""
