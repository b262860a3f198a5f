"""The commands that Telegram shows in its menu."""

from collections.abc import Sequence

import structlog
from telegram import Bot, BotCommand, BotCommandScopeChat, BotCommandScopeDefault
from telegram.error import TelegramError

from bot.messages import Menu

log = structlog.get_logger(__name__)

# core.telegram.org/bots/api#botcommand
DESCRIPTION = 256


async def publish(bot: Bot, menus: Sequence[Menu]) -> None:
    """Each menu for its language, the first also for all other languages; one chat's menu for that chat alone."""
    everyone = [menu for menu in menus if not menu.chat]
    for menu in everyone[:1]:
        await publish_one(bot, menu, language="")
    for menu in menus:
        await publish_one(bot, menu, language="" if menu.chat else menu.language)


async def publish_one(bot: Bot, menu: Menu, *, language: str) -> None:
    """A menu that is refused is a pity, no more: typing a command works all the same."""
    commands = [BotCommand(entry.name.replace("-", "_"), entry.description[:DESCRIPTION]) for entry in menu.entries]
    scope = BotCommandScopeChat(menu.chat) if menu.chat else BotCommandScopeDefault()
    try:
        await bot.set_my_commands(commands, scope=scope, language_code=language or None)
    except TelegramError as error:
        log.warning("telegram.menu_not_set", language=menu.language, error=type(error).__name__)
