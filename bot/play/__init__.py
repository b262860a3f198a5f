"""Plays transcripts: people write and press, time passes, the bot is killed, and what it says is compared."""
