"""For whom somebody may put in an activity: a branch, a network or the district, looked up each time."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.cards import organiser_of
from bot.context import Context
from bot.errors import UserError
from bot.markup import plain
from storage import branches, networks
from storage.rights import Right, allowed, own_branches, own_networks


class Organiser(NamedTuple):
    """`word` names it in a form or on a button, `name` in a sentence. Without branch and network it is the district."""

    word: str
    name: str
    branch_id: int | None = None
    network_id: int | None = None


def possible(ctx: Context) -> list[Organiser]:
    """All whom they may plan for: the branches first, then the networks, then the district."""
    assert ctx.person is not None
    found = [*of_branches(ctx), *of_networks(ctx)]
    if allowed(ctx.person, Right.PLAN, None):
        found.append(Organiser("", plain(organiser_of("", "", ctx))))
    return found


def of_branches(ctx: Context) -> Iterator[Organiser]:
    assert ctx.person is not None
    for branch_id in own_branches(ctx.person, Right.PLAN):
        name = plain(organiser_of(branches.name(ctx.session, branch_id), "", ctx))
        yield Organiser(str(branch_id), name, branch_id=branch_id)


def of_networks(ctx: Context) -> Iterator[Organiser]:
    assert ctx.person is not None
    for network_id in own_networks(ctx.person):
        name = plain(organiser_of("", networks.name(ctx.session, network_id), ctx))
        yield Organiser(f"n{network_id}", name, network_id=network_id)


def find(word: str, ctx: Context) -> Organiser:
    """The one that a form or a button names, if they may plan for it, now.

    Raises:
        UserError: they may not, or not any more.

    """
    found = next((one for one in possible(ctx) if one.word == word), None)
    if found is None:
        raise UserError(ctx.say("error.not_allowed"))
    return found
