"""Fetches files that people sent to the bot."""

from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from bot.adapters.slack.dig import string
from bot.errors import Misconfigured, Unreachable
from bot.messages import Attachment

LARGEST = 20 * 1024 * 1024
CHUNK = 65_536


async def fetch(client: AsyncWebClient, file: Attachment) -> bytes:
    """What is in the file.

    Raises:
        Unreachable: it is larger than 20 MB, gone, or lies outside Slack.
        Misconfigured: the token may not read files.

    """
    info = (await client.files_info(file=file.id))["file"]
    address = URL(string(info, "url_private"))
    if file.size > LARGEST or not is_slacks(address, URL(client.base_url)):
        raise Unreachable("slack: a file that is not for us to fetch")
    assert client.session is not None, "the adapter gives it one"
    headers = {"Authorization": f"Bearer {client.token}"}
    async with client.session.get(address, headers=headers, allow_redirects=False) as response:
        if response.status != 200:
            raise Unreachable(f"slack: the file answers HTTP {response.status}")
        if response.content_type == "text/html" and string(info, "mimetype") != "text/html":
            raise Misconfigured("slack: files:read is missing")
        content = bytearray()
        async for chunk in response.content.iter_chunked(CHUNK):
            content += chunk
            if len(content) > LARGEST:
                raise Unreachable("slack: the file is larger than it said")
        return bytes(content)


def is_slacks(address: URL, api: URL) -> bool:
    """The token goes along, so the address must be Slack's own."""
    host = address.host or ""
    ours = address.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com"))
    return ours or (address.scheme, host, address.port) == (api.scheme, api.host, api.port)
