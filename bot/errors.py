"""The two families of errors that are expected; all else is a bug."""

from datetime import timedelta

from bot.markup import escape


class UserError(Exception):
    """Something the person can mend. The text is shown word for word (it is markup: see bot/markup.py)."""


class Faults(UserError):
    """A form's answers do not fit together: what is wrong, by field name (plain text)."""

    def __init__(self, by_field: dict[str, str]) -> None:
        super().__init__(escape("; ".join(by_field.values())))
        self.by_field = by_field


class SetupError(Exception):
    """Something whoever runs the bot can mend: it does not start, and says this one line."""


class DeliveryError(Exception):
    """A message did not arrive, or it is not known whether it did."""


class TryLater(DeliveryError):
    """Not sent, and it is worth trying again `after` this long. `scope`: "chat" or "platform", who has to wait."""

    def __init__(self, reason: str, *, after: timedelta = timedelta(seconds=1), scope: str = "platform") -> None:
        super().__init__(reason)
        self.after = after
        self.scope = scope


class Unreachable(DeliveryError):
    """Not sent, and never will be to this chat: blocked, kicked, archived, gone."""


class Refused(DeliveryError):
    """Not sent, and never will be: the platform does not take this message as it is written. The chat is well."""


class Moved(DeliveryError):
    """Not sent: the chat has another address now (a Telegram group that became a supergroup)."""

    def __init__(self, reason: str, *, chat: str) -> None:
        super().__init__(reason)
        self.chat = chat


class Misconfigured(DeliveryError):
    """Not sent, and nothing will be on this platform until a person mends it: the token is revoked, the app removed."""


class Unknown(DeliveryError):
    """It went out on the wire and no answer came: it may have arrived, so it is never blindly sent again."""
