"""`python -m bot`, and the program `bot`."""

import sys

from bot.cli import app
from bot.errors import SetupError


def main() -> None:
    """Run a command; what whoever runs the bot can mend is one clear line and not a stack trace."""
    try:
        app()
    except SetupError as error:
        sys.exit(f"bot: {error}")


if __name__ == "__main__":
    main()
