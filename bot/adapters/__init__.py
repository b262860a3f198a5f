"""The platforms. Each is imported only when it has a token: together they cost a second and 60 MB."""

from collections.abc import Callable

from bot.messages import Adapter, Menu
from bot.settings import Settings

Menus = Callable[[str], list[Menu]]


def build_adapters(settings: Settings, menus: Menus) -> dict[str, Adapter]:
    """An adapter for every platform that has a token. `menus` gives the commands to show on a platform."""
    adapters: dict[str, Adapter] = {}
    if settings.telegram_token.get_secret_value():
        adapters["telegram"] = build_telegram(settings, menus("telegram"))
    if settings.slack_bot_token.get_secret_value():
        adapters["slack"] = build_slack(settings)
    return adapters


def build_telegram(settings: Settings, menus: list[Menu]) -> Adapter:
    from bot.adapters.telegram.adapter import TelegramAdapter  # noqa: PLC0415 - see above
    from bot.adapters.telegram.webhook import Webhook  # noqa: PLC0415

    webhook = None
    if settings.telegram_webhook_url:
        webhook = Webhook(settings.telegram_webhook_url, settings.telegram_webhook_secret.get_secret_value())
    return TelegramAdapter(
        token=settings.telegram_token.get_secret_value(),
        api_url=settings.telegram_api_url,
        menus=menus,
        webhook=webhook,
    )


def build_slack(settings: Settings) -> Adapter:
    from bot.adapters.slack.adapter import SlackAdapter  # noqa: PLC0415 - see above

    return SlackAdapter(
        bot_token=settings.slack_bot_token.get_secret_value(),
        app_token=settings.slack_app_token.get_secret_value(),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        api_url=settings.slack_api_url,
        team=settings.slack_team_id,
    )
