"""`/nasta-aktivitet`: what happens next, for me, a branch, a kind or the whole district."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.cards import card
from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.router import Action, Command
from handlers.meaning import Wanted, understand
from storage import activities, branches, chats, networks
from storage.activities import Scope, Upcoming
from storage.models import Kind

# "/nästa aktivitet", written as two words.
ANOTHER_WORD = re.compile(r"^(?:aktivitet|activity)\b\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Section:
    """One headline and the next activity under it."""

    headline: Markup
    none: Markup
    scope: Scope
    kind: str = ""


def show_next(msg: Incoming, ctx: Context) -> Reply:
    """The next activity of one's own branch and of the district, or of what was asked for."""
    words = ANOTHER_WORD.sub("", ctx.args)
    return show_sections(asked_for(understand(words, ctx), ctx) if words else usual(msg, ctx), msg, ctx)


def show(wanted: Wanted, msg: Incoming, ctx: Context) -> Reply:
    """The same for a question in plain words."""
    return show_sections(usual(msg, ctx) if wanted == Wanted() else asked_for(wanted, ctx), msg, ctx)


def show_sections(sections: list[Section], msg: Incoming, ctx: Context) -> Reply:
    """Those that have something to show; when none has, the last says so."""
    shown = [(section, upcoming(section, msg, ctx)) for section in sections]
    filled = [(section, found) for section, found in shown if found] or shown[-1:]
    paragraphs = [paragraph(section, found, ctx) for section, found in filled]
    if hint := hint_for(msg, ctx):
        paragraphs.append(hint)
    coming = join_buttons([found[0] for _, found in filled if found], msg, ctx)
    return Reply(Markup("\n\n".join(paragraphs)), buttons=(*coming, *more_buttons(*filled[-1], ctx, skip=1)))


def usual(msg: Incoming, ctx: Context) -> list[Section]:
    """What somebody sees who asks for nothing special: the own branch (in a group: the group's), then the district."""
    district = Section(ctx.say("activity.headline_district"), ctx.say("activity.none_district"), "district")
    branch_id, name = own_branch(msg, ctx)
    if branch_id is None:
        return [Section(district.headline, district.none, "all")]
    headline = "activity.headline_mine" if msg.private else "activity.headline_branch"
    mine = Section(ctx.say(headline, branch=name), ctx.say("activity.none_mine", branch=name), branch_id)
    return [mine, *of_networks(msg, ctx), district]


def of_networks(msg: Incoming, ctx: Context) -> Iterator[Section]:
    """What the networks arrange that the asker is in; nothing of it in a group."""
    if msg.private and ctx.person and networks.is_in_any(ctx.session, ctx.person.id):
        yield Section(ctx.say("activity.headline_networks"), Markup(), "networks")


def own_branch(msg: Incoming, ctx: Context) -> tuple[int | None, str]:
    """In private the asker's branch; in a group the group's: the asker's would tell the others where they belong."""
    if msg.private:
        return (ctx.person.branch_id, ctx.person.branch) if ctx.person else (None, "")
    group = chats.find(ctx.session, platform=msg.address.platform, chat=msg.address.chat)
    branch_id = group.branch_id if group else None
    return branch_id, branches.name(ctx.session, branch_id)


def asked_for(wanted: Wanted, ctx: Context) -> list[Section]:
    kind = ctx.label(f"kind.{wanted.kind}") if wanted.kind else ""
    name = wanted.branch.name if wanted.branch else ""
    where = "branch" if wanted.branch else "district"
    if kind:
        headline = ctx.say(
            "activity.headline_branch_kind" if name else "activity.headline_kind", branch=name, kind=kind
        )
        none = ctx.say("activity.none_branch_kind" if name else "activity.none_kind", branch=name, kind=kind)
    else:
        headline = ctx.say(f"activity.headline_{where}", branch=name)
        none = ctx.say(f"activity.none_{where}", branch=name)
    scope: Scope = wanted.branch.id if wanted.branch and wanted.branch.id else "all"
    return [Section(headline, none, scope, wanted.kind)]


def upcoming(section: Section, msg: Incoming, ctx: Context, *, skip: int = 0) -> list[Upcoming]:
    """The section's next activity and whether there is another after it: at most two."""
    return activities.upcoming(
        ctx.session,
        now=ctx.now,
        scope=section.scope,
        kind=section.kind,
        member_of=sees_as(msg, ctx),
        member_id=ctx.person.id if ctx.person and msg.private else None,
        skip=skip,
        limit=2,
    )


def sees_as(msg: Incoming, ctx: Context) -> int | None:
    """The branch whose member asks; nobody in a group, where only public facts are shown."""
    return ctx.person.branch_id if ctx.person and msg.private else None


def paragraph(section: Section, found: list[Upcoming], ctx: Context) -> Markup:
    return Markup(f"{section.headline}\n{card(found[0], ctx)}") if found else section.none


def join_buttons(shown: list[Upcoming], msg: Incoming, ctx: Context) -> Iterator[Button]:
    """To say yes to each of those that are shown, for whoever can."""
    if ctx.person is None and msg.private:
        return
    for one in shown:
        if one.starts_at > ctx.now:
            yield Button(ctx.label("signup.button.join_title", title=one.title), f"come:{one.id}")


def hint_for(msg: Incoming, ctx: Context) -> Markup | None:
    """Why somebody may see less than there is."""
    if not msg.private:
        return ctx.say("activity.group_hint")
    return None if ctx.person else ctx.say("activity.members_hint")


def more_buttons(section: Section, found: list[Upcoming], ctx: Context, *, skip: int) -> tuple[Button, ...]:
    """A button for the one after, if there is one: `next:SCOPE:KIND:SKIP`."""
    if len(found) < 2:
        return ()
    return (Button(ctx.label("activity.button.more"), f"next:{section.scope}:{section.kind}:{skip}"),)


def show_more(msg: Incoming, ctx: Context) -> Reply:
    """The one after."""
    section, skip = read_scope(ctx)
    found = upcoming(section, msg, ctx, skip=skip)
    if not found:
        return Reply(ctx.say("activity.no_more"))
    coming = join_buttons(found[:1], msg, ctx)
    return Reply(card(found[0], ctx), buttons=(*coming, *more_buttons(section, found, ctx, skip=skip + 1)))


def read_scope(ctx: Context) -> tuple[Section, int]:
    """What the button carries. It may be forged, so it only chooses among what the asker may see anyway."""
    word, kind, skip = [*ctx.args.split(":"), "", "", ""][:3]
    if kind and kind not in set(Kind):
        raise UserError(ctx.say("error.old_button"))
    scope: Scope = word if word in {"all", "district", "networks"} else ctx.number(word)  # type: ignore[assignment]
    return Section(Markup(), Markup(), scope, kind), ctx.number(skip, digits=3)


ROUTES = (
    Command("nasta-aktivitet", show_next, aliases=("nasta", "aktivitet", "next-activity", "next")),
    Action("next", show_more),
)
