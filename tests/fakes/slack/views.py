"""views.*: modals are opened by a trigger, changed, and the home tab is published."""

from typing import Any

from .blocks import VIEW_BLOCKS, check_blocks
from .errors import ApiError, invalid
from .inputs import check_frame
from .params import Params, need
from .shapes import BLOCKS
from .state import APP_ID, BOT_ID, Modal, Workspace


def open_view(space: Workspace, params: Params) -> dict[str, Any]:
    view = check_view(space, params.get("view"))
    person = space.use_trigger(need(params, "trigger_id"))
    modal = Modal(space.new_id("V"), person, view, hash=space.new_ts())
    space.modals[person] = modal
    return {"view": payload(space, modal)}


def update(space: Workspace, params: Params) -> dict[str, Any]:
    modal = next((m for m in space.modals.values() if m.id == params.get("view_id")), None)
    if modal is None:
        raise ApiError("not_found")
    if params.get("hash") not in {None, modal.hash}:
        raise ApiError("hash_conflict")
    replace(space, modal, params.get("view"))
    return {"view": payload(space, modal)}


def replace(space: Workspace, modal: Modal, view: Any) -> None:
    modal.view, modal.hash, modal.errors = check_view(space, view), space.new_ts(), {}


def publish(space: Workspace, params: Params) -> dict[str, Any]:
    view, person = check_view(space, params.get("view")), need(params, "user_id")
    if person not in space.people:
        raise ApiError("user_not_found")
    space.homes[person] = view
    return {"view": view | {"id": space.new_id("V")}}


def check_view(space: Workspace, view: Any) -> dict[str, Any]:
    problems = [*check_frame(view)]
    if not problems:
        problems = [*check_blocks(view.get("blocks"), VIEW_BLOCKS, BLOCKS, "/view/blocks")]
    if problems:
        raise invalid("invalid_arguments", problems)
    blocks = [{"block_id": space.new_id("b")} | block for block in view["blocks"]]
    return {**view, "blocks": blocks}


def payload(space: Workspace, modal: Modal, state: dict[str, Any] | None = None) -> dict[str, Any]:
    """As it comes back from views.open and with a submission."""
    return modal.view | {
        "id": modal.id,
        "team_id": space.team,
        "app_id": APP_ID,
        "bot_id": BOT_ID,
        "hash": modal.hash,
        "root_view_id": modal.id,
        "previous_view_id": None,
        "state": {"values": state or {}},
    }


METHODS = {"views.open": open_view, "views.update": update, "views.publish": publish}
