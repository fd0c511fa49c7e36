"""What the bot saves in people's work, measured against contacts who were held out."""
