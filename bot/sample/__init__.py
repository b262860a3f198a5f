"""An invented district, to try the bot in and to test it with; `district.toml` tells how it is read."""
