"""`python -m bot`, and the program `bot`."""

import sys

from typer import Abort
from typer.exceptions import TyperException

from bot.cli import app
from bot.errors import SetupError

USAGE = 2


def main() -> None:
    """Run a command; what whoever runs the bot can mend is one clear line and not a stack trace."""
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except SetupError as error:
        sys.exit(f"bot: {error}")
    except TyperException as error:
        if said := " ".join(str(error).split()):  # else it has shown the help that was asked for
            sys.stderr.write(f"bot: {said} (bot --help tells more)\n")
        sys.exit(USAGE)
    except (Abort, KeyboardInterrupt):
        sys.exit(1)
    finally:
        let_go_of_log()


def let_go_of_log() -> None:
    """A log that cannot be written must not make a bad end of a good one: Python would flush it once more, and mind."""
    try:
        sys.stderr.flush()
    except OSError:
        sys.stderr = None


if __name__ == "__main__":
    main()
