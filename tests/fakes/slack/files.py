"""files.*: the upload in three steps, and what the bot may know of a file that somebody sent."""

import mimetypes
from typing import Any

from .chat import open_channel, read_blocks
from .errors import ApiError
from .params import Params, need
from .pings import pings
from .state import BOT_USER, File, Message, Workspace


def upload_url(space: Workspace, params: Params) -> dict[str, Any]:
    file = File(space.new_id("F"), need(params, "filename"), b"", alt=str(params.get("alt_txt") or ""))
    if int(need(params, "length")) <= 0:
        raise ApiError("invalid_arguments")
    space.files[file.id] = file
    return {"file_id": file.id, "upload_url": f"{space.url}/upload/{file.id}"}


def receive(space: Workspace, file_id: str, content: bytes) -> None:
    file = find(space, file_id)
    kind = mimetypes.guess_type(file.name)[0] or file.media_type
    space.files[file_id] = File(file.id, file.name, content, kind, file.alt)


def complete(space: Workspace, params: Params) -> dict[str, Any]:
    """With a channel the files become one message there; without one they stay unseen."""
    files = [find(space, str(entry["id"])) for entry in params.get("files") or []]
    if not files:
        raise ApiError("invalid_arguments")
    if params.get("channel_id"):
        # Unlike for chat.postMessage, a person's id is no channel here.
        if params["channel_id"] not in space.channels:
            raise ApiError("channel_not_found")
        share(space, params, files)
    return {"files": [{"id": file.id, "title": file.name} for file in files]}


def share(space: Workspace, params: Params, files: list[File]) -> None:
    channel = open_channel(space, params["channel_id"])
    text = str(params.get("initial_comment") or "")
    blocks = [] if text else read_blocks(space, params)
    message = Message(space.new_ts(), channel.id, BOT_USER, text, blocks, thread_ts=str(params.get("thread_ts") or ""))
    message.files, message.pings = files, pings(text, blocks, names=False)
    space.messages.append(message)


def info(space: Workspace, params: Params) -> dict[str, Any]:
    return {"file": find(space, need(params, "file")).payload(space.url)}


def find(space: Workspace, file_id: str) -> File:
    if file_id not in space.files:
        raise ApiError("file_not_found")
    return space.files[file_id]


METHODS = {
    "files.getUploadURLExternal": upload_url,
    "files.completeUploadExternal": complete,
    "files.info": info,
}
