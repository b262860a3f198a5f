"""Reads a request's arguments as Slack does: from the address line, a form or JSON; in a string, JSON once more."""

import json
from typing import Any

from aiohttp import web

from .errors import ApiError

STRUCTURED = {"blocks", "view", "files", "metadata", "attachments"}
UNREADABLE = {"blocks": "invalid_blocks", "metadata": "invalid_metadata_format"}

Params = dict[str, Any]


async def read_params(request: web.Request) -> Params:
    params: Params = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text() or "{}")
        except ValueError:
            raise ApiError("invalid_json") from None
        if not isinstance(body, dict):
            raise ApiError("json_not_object")
        params |= body
    else:
        params |= dict(await request.post())
    return {name: structured(name, value) for name, value in params.items()}


def structured(name: str, value: Any) -> Any:
    if name not in STRUCTURED or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise ApiError(UNREADABLE.get(name, "invalid_arguments")) from None


def need(params: Params, name: str) -> str:
    """An argument that must be there, as text."""
    value = params.get(name)
    if value is None or value == "":
        raise ApiError("invalid_arguments", response_metadata={"messages": [f"[ERROR] missing required field: {name}"]})
    return str(value)


def flag(params: Params, name: str, *, default: bool = False) -> bool:
    value = params.get(name, default)
    return value if isinstance(value, bool) else str(value).lower() in {"1", "true"}
