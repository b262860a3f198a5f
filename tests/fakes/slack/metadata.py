"""Message metadata: what apps tell apps, unseen by people (docs.slack.dev/messaging/message-metadata)."""

import json
import re
from typing import Any

from .errors import ApiError
from .params import Params

KIND = re.compile(r"\w{1,255}", re.ASCII)
# There is a limit, and Slack does not tell it: this is a guess on the small side.
MOST_CHARACTERS = 2000


def read_metadata(params: Params) -> dict[str, Any]:
    """As it was given, {} for none."""
    metadata = params.get("metadata") or {}
    if not metadata:
        return {}
    if not isinstance(metadata, dict) or metadata.keys() != {"event_type", "event_payload"}:
        raise ApiError("invalid_metadata_format")
    if not KIND.fullmatch(str(metadata["event_type"])) or not isinstance(metadata["event_payload"], dict):
        raise ApiError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > MOST_CHARACTERS:
        raise ApiError("metadata_too_large")
    return metadata
