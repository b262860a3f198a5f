"""`/paminnelser`: what will come, to me and to my branch, and why; and how I have set it."""

from heapq import merge
from itertools import islice
from operator import attrgetter

from babel.lists import format_list

from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.router import Action, Command
from bot.wording import clock
from handlers.activities import own_branch
from handlers.pause import standing
from reminders import coming, coming_chain
from reminders.rules import LEADS
from storage import branches, own, preferences
from storage.preferences import Wishes
from storage.quiet import Quiet
from storage.rights import Right, own_branches

# So many things on a page; and the ways to be reminded that most people choose among.
PAGE = 8
USUAL = ("w1", "d1", "morning")


def show(msg: Incoming, ctx: Context) -> Reply:
    return overview(ctx) if msg.private else show_group(msg, ctx)


def overview(ctx: Context, *, every_lead: bool = False, replaces: bool = False) -> Reply:
    """What comes next, and the settings with a button for each."""
    assert ctx.person is not None
    wishes = preferences.of(ctx.session, ctx.person.id)
    lines, more = page(ctx, skip=0)
    text = Markup("\n".join([*lines, "", ctx.say("reminders.settings"), *settings(ctx, wishes)]))
    buttons = [*lead_buttons(ctx, wishes, every=every_lead), *other_buttons(ctx, wishes)]
    return Reply(text, buttons=(*buttons, *more), private=True, replaces=replaces)


def page(ctx: Context, *, skip: int) -> tuple[list[Markup], tuple[Button, ...]]:
    """Some of what comes, and a button to what comes after it."""
    assert ctx.person is not None
    both = merge(coming.to_member(ctx, ctx.person), coming_chain.to_member(ctx, ctx.person), key=attrgetter("at"))
    found = list(islice(both, skip, skip + PAGE + 1))
    if not found:
        return [ctx.say("reminders.none" if skip == 0 else "reminders.no_more")], ()
    shown = sorted(found[:PAGE], key=lambda one: one.at)
    more = (Button(ctx.label("reminders.button.more"), f"coming:{skip + PAGE}"),) if len(found) > PAGE else ()
    headline = ctx.say("reminders.headline" if skip == 0 else "reminders.headline_more")
    return [headline, *(one.line for one in shown)], more


def show_more(_msg: Incoming, ctx: Context) -> Reply:
    lines, more = page(ctx, skip=ctx.number(ctx.args, digits=3))
    return Reply(Markup("\n".join(lines)), buttons=more, private=True)


def show_group(msg: Incoming, ctx: Context) -> Reply:
    """In a group only what is public, of the group's branch; never what is about whoever asks."""
    branch_id, branch = own_branch(msg, ctx)
    found = list(islice(coming.in_group(ctx, branch_id), PAGE))
    where = branch or ctx.label("help.the_district")
    head = ctx.say("reminders.headline_group" if found else "reminders.none_group", where=where)
    return Reply(Markup("\n".join([head, *(one.line for one in found), ctx.say("reminders.group_hint")])))


def settings(ctx: Context, wishes: Wishes) -> list[Markup]:
    """How it is set, a line each."""
    assert ctx.person is not None
    chosen = [ctx.label(f"lead.{lead}") for lead in LEADS if lead in wishes.leads]
    listed = format_list(chosen, locale=ctx.texts.locale) if chosen else ""
    whose = (
        ctx.say("reminders.quiet_own") if wishes.own_quiet else ctx.say("reminders.quiet_as", branch=ctx.person.branch)
    )
    lines = [
        ctx.say("reminders.leads", leads=listed) if chosen else ctx.say("reminders.leads_none"),
        ctx.say("reminders.quiet", hours=hours(ctx, wishes.quiet), whose=whose),
        ctx.say("reminders.district_on" if wishes.district else "reminders.district_off"),
    ]
    if len(apps := preferences.apps(ctx.session, ctx.person.id)) > 1:
        lines.append(ctx.say("reminders.app", app=ctx.label(f"platform.{current_app(wishes, apps)}")))
    if paused := standing(ctx):
        lines.insert(0, Markup(f"- {paused}"))
    return lines


def hours(ctx: Context, quiet: Quiet) -> Markup:
    """From when to when, or that there are none."""
    if quiet[0] == quiet[1]:
        return ctx.say("reminders.quiet_none")
    begins, ends = (clock(wall, language=ctx.texts.language) for wall in quiet)
    return ctx.say("when.hours", start=begins, end=ends)


def current_app(wishes: Wishes, apps: list[str]) -> str:
    """Where they are written to first."""
    return wishes.app if wishes.app in apps else apps[0]


def lead_buttons(ctx: Context, wishes: Wishes, *, every: bool) -> list[Button]:
    """A switch for each way to be reminded. It says which way it turns: pressed twice it does the same."""
    found = [
        Button(
            switch_label(ctx, ctx.label(f"lead.{lead}").capitalize(), on=lead in wishes.leads),
            f"reminders:lead:{lead}:{'off' if lead in wishes.leads else 'on'}:{'all' if every else ''}",
        )
        for lead in (LEADS if every else USUAL)
    ]
    return found if every else [*found, Button(ctx.label("reminders.button.leads"), "reminders:leads")]


def switch_label(ctx: Context, name: str, *, on: bool) -> str:
    return ctx.label("reminders.button.on" if on else "reminders.button.off", name=name)


def other_buttons(ctx: Context, wishes: Wishes) -> list[Button]:
    assert ctx.person is not None
    found = [Button(ctx.label("reminders.button.quiet"), "quiet:show")]
    for branch_id in own_branches(ctx.person, Right.SPEAK):
        label = ctx.label("reminders.button.quiet_branch", branch=branches.name(ctx.session, branch_id))
        found.append(Button(label, f"quiet:show:{branch_id}"))
    if len(apps := preferences.apps(ctx.session, ctx.person.id)) > 1:
        now = current_app(wishes, apps)
        after = apps[(apps.index(now) + 1) % len(apps)]
        label = ctx.label("reminders.button.app", app=ctx.label(f"platform.{now}"))
        found.append(Button(label, f"reminders:app:{after}"))
    name = ctx.label("reminders.button.district")
    found.append(
        Button(switch_label(ctx, name, on=wishes.district), f"reminders:district:{'off' if wishes.district else 'on'}")
    )
    if standing(ctx):
        found.insert(0, Button(ctx.label("pause.button.on"), "pause:on"))
    if own.waiting(ctx.session, ctx.person.id):
        found.append(Button(ctx.label("reminders.button.own"), "mine:0"))
    return found


def change(_msg: Incoming, ctx: Context) -> Reply:
    """A switch, in place of the message that it stands under: `lead:w1:off`, `district:on`, `app:slack`, `leads`."""
    assert ctx.person is not None
    what, *rest = ctx.args.split(":")
    match what, rest:
        case "lead", [lead, "on" | "off" as to, *every] if lead in LEADS:
            switch_lead(ctx, lead, on=to == "on")
            return overview(ctx, every_lead=every == ["all"], replaces=True)
        case "district", ["on" | "off" as to]:
            preferences.change(ctx.session, ctx.person.id, district=to == "on")
        case "app", [app] if app in preferences.apps(ctx.session, ctx.person.id):
            preferences.change(ctx.session, ctx.person.id, app=app)
        case "leads", []:
            return overview(ctx, every_lead=True, replaces=True)
        case _:
            raise UserError(ctx.say("error.old_button"))
    return overview(ctx, replaces=True)


def switch_lead(ctx: Context, lead: str, *, on: bool) -> None:
    assert ctx.person is not None
    leads = preferences.of(ctx.session, ctx.person.id).leads - {lead} | ({lead} if on else set())
    preferences.change(ctx.session, ctx.person.id, leads=",".join(one for one in LEADS if one in leads))


ROUTES = (
    Command("paminnelser", show, aliases=("paminnelse", "reminders"), needs=Right.USE),
    Action("coming", show_more, needs=Right.USE),
    Action("reminders", change, needs=Right.USE),
)
