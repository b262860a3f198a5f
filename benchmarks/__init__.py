"""How fast and how large the bot is, beside bare library handlers doing the same: `make bench`."""
