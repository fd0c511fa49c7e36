"""The hold-out: a share of contacts goes straight to a person, so that what the bot adds can be measured."""
