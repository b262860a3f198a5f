"""Reads JSON that may hold anything: what is missing or of another type is empty."""

from collections.abc import Mapping
from typing import Any


def dig(value: object, *path: str) -> Any:
    """What lies at the path, None when there is no such path."""
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def string(value: object, *path: str) -> str:
    found = dig(value, *path)
    return found if isinstance(found, str) else ""


def items(value: object, *path: str) -> list[Any]:
    found = dig(value, *path)
    return found if isinstance(found, list) else []


def members(value: object, *path: str) -> dict[str, Any]:
    found = dig(value, *path)
    return found if isinstance(found, dict) else {}
