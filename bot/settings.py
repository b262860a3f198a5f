"""Every setting, read once from the environment and `.env`; `.env.example` explains them."""

from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

REAL_TELEGRAM, REAL_SLACK = "https://api.telegram.org", "https://slack.com/api/"
# In ASCII: int() reads ² and １ as well, and people would not.
KNOWN_WEEKS = frozenset(str(week) for week in range(1, 13))


class Settings(BaseSettings):
    """Names in the environment are the fields' names in capitals. An empty value counts as not set."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    database_url: str = "sqlite:///data/district.db"
    time_zone: str = "Europe/Stockholm"
    language: str = "sv"
    district: str = ""
    beside: bool = False  # one of several processes on one PostgreSQL database
    chain_weeks: Annotated[tuple[int, ...], NoDecode] = (8, 4, 2, 1)  # the longest first

    telegram_token: SecretStr = SecretStr("")
    telegram_api_url: str = REAL_TELEGRAM
    telegram_webhook_url: str = ""
    telegram_webhook_secret: SecretStr = SecretStr("")

    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_team_id: str = ""
    slack_api_url: str = REAL_SLACK

    door_host: str = "127.0.0.1"
    door_port: int = Field(default=0, ge=0, le=65535)  # 0: no door, nothing listens
    door_url: str = ""  # where the door is found from outside, without a slash at the end

    data_keys: SecretStr = SecretStr("")  # the current one first, with commas between them

    messages_per_minute: int = Field(default=20, ge=0)  # from one person; 0: as many as they like

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["keyvalue", "json"] = "keyvalue"

    @field_validator("time_zone")
    @classmethod
    def known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("there is no such time zone; Sweden's is Europe/Stockholm") from error
        return name

    @field_validator("chain_weeks", mode="before")
    @classmethod
    def whole_weeks(cls, written: str | tuple[int, ...]) -> tuple[int, ...]:
        """Distinct weeks, in any order. At most 12: what was asked is kept for 90 days, and 13 weeks are longer."""
        words = written.split(",") if isinstance(written, str) else [str(week) for week in written]
        weeks = {int(word) for word in words if word.strip() in KNOWN_WEEKS}
        if len(weeks) != len(words):
            raise ValueError("write whole weeks between 1 and 12, each once, with commas between them: 8,4,2,1")
        return tuple(sorted(weeks, reverse=True))

    @field_validator("door_url")
    @classmethod
    def whole_address(cls, written: str) -> str:
        found = urlsplit(written)
        if written and (found.scheme != "https" or not found.hostname or found.query or found.fragment):
            raise ValueError("write the address that others reach the door at: https://bot.example.se")
        return written.rstrip("/")

    @model_validator(mode="after")
    def complete(self) -> Self:
        """Half a platform is a mistake, told before anything starts."""
        missing = []
        if self.slack_bot_token.get_secret_value() and not self.slack_listens:
            missing.append("SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)")
        if self.slack_listens and not self.slack_bot_token.get_secret_value():
            missing.append("SLACK_BOT_TOKEN")
        if self.telegram_webhook_url and not self.telegram_webhook_secret.get_secret_value():
            missing.append("TELEGRAM_WEBHOOK_SECRET (a webhook without one would believe anybody)")
        if self.beside and not self.database_url.startswith("postgres"):
            missing.append("DATABASE_URL of a PostgreSQL database (BESIDE=1: on SQLite one process runs alone)")
        if self.needs_door and not self.door_port:
            missing.append("DOOR_PORT (webhooks come in through it)")
        if self.door_url and not self.door_port:
            missing.append("DOOR_PORT (DOOR_URL is the way to it)")
        if missing:
            raise ValueError("missing: " + ", ".join(missing))
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def is_live(self) -> bool:
        """Whether it talks to the platforms themselves, and not to a stand-in on this machine."""
        telegram = self.telegram_token.get_secret_value() and self.telegram_api_url == REAL_TELEGRAM
        slack = self.slack_bot_token.get_secret_value() and self.slack_api_url == REAL_SLACK
        return bool(telegram or slack)

    @property
    def slack_listens(self) -> bool:
        return bool(self.slack_app_token.get_secret_value() or self.slack_signing_secret.get_secret_value())

    @property
    def needs_door(self) -> bool:
        slack_http = self.slack_signing_secret.get_secret_value() and not self.slack_app_token.get_secret_value()
        return bool(self.telegram_webhook_url or slack_http)
