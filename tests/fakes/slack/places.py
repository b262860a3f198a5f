"""auth.test, conversations.* and users.*: who and where."""

from typing import Any

from .errors import ApiError
from .params import Params, flag, need
from .state import BOT_ID, BOT_USER, Channel, Person, Workspace


def auth_test(space: Workspace, params: Params) -> dict[str, Any]:
    return {
        "url": "https://distriktet.slack.com/",
        "team": "distriktet",
        "user": space.people[BOT_USER].name,
        "team_id": space.team,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def open_conversation(space: Workspace, params: Params) -> dict[str, Any]:
    person = need(params, "users")
    if person not in space.people:
        raise ApiError("user_not_found")
    return {"channel": {"id": space.find_channel(person).id}}


def info(space: Workspace, params: Params) -> dict[str, Any]:
    return {"channel": describe(member_of(space, need(params, "channel")))}


def member_of(space: Workspace, reference: str) -> Channel:
    """A channel that the bot is in. Unlike for chat.postMessage, a person's id is no channel here."""
    if reference in space.people:
        raise ApiError("channel_not_found")
    channel = space.find_channel(reference)
    if BOT_USER not in channel.members:
        raise ApiError("channel_not_found" if channel.private or channel.person else "not_in_channel")
    return channel


def describe(channel: Channel) -> dict[str, Any]:
    head = {"id": channel.id, "name": channel.name, "is_archived": channel.archived}
    return head | {"is_im": bool(channel.person), "is_private": channel.private, "user": channel.person}


def user_info(space: Workspace, params: Params) -> dict[str, Any]:
    person = space.people.get(need(params, "user"))
    if person is None:
        raise ApiError("user_not_found")
    locale = {"locale": person.locale} if flag(params, "include_locale") else {}
    return {"user": describe_person(person) | locale}


def describe_person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "team_id": person.team,
        "name": person.name,
        "real_name": person.name,
        "deleted": person.deleted,
        "is_bot": person.bot,
        "is_restricted": person.guest,
        "is_ultra_restricted": False,
    }


METHODS = {
    "auth.test": auth_test,
    "conversations.open": open_conversation,
    "conversations.info": info,
    "users.info": user_info,
}
