"""A pretend Slack on loopback: what slack-bolt and slack-sdk talk to, and what people do there."""

from .peer import SlackFake

__all__ = ["SlackFake"]
