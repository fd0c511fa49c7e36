"""Before the bot beside since the bot, from imported history."""
