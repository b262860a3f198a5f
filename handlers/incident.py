"""`/larma-dataskydd`: after a leak, or the fear of one, everything stops, and whoever must act is told what to do."""

from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Choice, Field, Form, Incoming, Picture, Reply
from bot.router import Action, Command, Submit
from bot.texts import Texts, texts
from bot.wording import moment, when
from handlers import incident_papers as papers
from handlers.approve import confirm
from storage import access, branches, incidents, members, outbox
from storage.access import Noted
from storage.models import Incident, Role
from storage.rights import Right, allowed

TOLD = (Role.TECHNICIAN, Role.OMBUDSPERSON)
ALL = "all"


def ask(_msg: Incoming, ctx: Context) -> Reply:
    """What happened; or, when it is known, how it stands."""
    if incident := incidents.current(ctx.session):
        return standing(incident, ctx)
    # A bare number would be read as the place in the list.
    everyone = Choice(ctx.label("incident.label.all"), ALL)
    choices = (everyone, *(Choice(branch.name, f"branch {branch.id}") for branch in branches.listed(ctx.session)))
    fields = (
        Field("what", ctx.label("incident.label.what"), kind="paragraph", hint=ctx.label("incident.hint.what")),
        Field("whose", ctx.label("incident.label.whose"), kind="choice", choices=choices, value=ALL),
    )
    form = Form("incident", ctx.label("incident.form_title"), fields, ctx.label("incident.label.submit"))
    return Reply(ctx.say("incident.intro"), form=form, private=True)


def raise_alarm(msg: Incoming, ctx: Context) -> Reply:
    """Stop everything, tell who must know, and hand out what there is to write."""
    if incident := incidents.current(ctx.session):
        return standing(incident, ctx)
    incident = incidents.freeze(ctx.session, by=ctx.me, what=msg.values["what"], now=ctx.now)
    access.note(ctx.session, now=ctx.now, actor=ctx.me, subject="", what="freeze")
    branch_id = None if msg.values["whose"] == ALL else int(msg.values["whose"].removeprefix("branch "))
    told = tell(ctx, incident, branch_id, "incident.told")
    people = incidents.affected(ctx.session, branch_id)
    lines = [
        ctx.say("incident.stopped"),
        counted(people, ctx),
        ctx.say("incident.clock", when=deadline(incident, ctx)),
        ctx.say("incident.told_to", n=told),
        ctx.say("incident.papers"),
    ]
    return Reply(
        Markup("\n".join(lines)),
        buttons=buttons(branch_id, ctx.texts, lists=may_list(ctx)),
        pictures=(papers.authority(incident, people, ctx), papers.members(incident, ctx)),
        private=True,
    )


def counted(people: list[incidents.Affected], ctx: Context) -> Markup:
    """How many it is about, in all and by branch."""
    numbers = [f"{branch}: {n}" for branch, n in incidents.by_branch(people).items()]
    return ctx.say("incident.affected", n=len(people), branches="; ".join(numbers))


def deadline(incident: Incident, ctx: Context) -> str:
    return when(incident.opened_at + incidents.CLOCK, now=ctx.now, language=ctx.texts.language, zone=ctx.zone)


def may_list(ctx: Context) -> bool:
    """Who the members are is for those who may see them all, and not for whoever looks after the machine."""
    return allowed(ctx.person, Right.MEMBERS, None)


def look_who_may_list(ctx: Context) -> None:
    if not may_list(ctx):
        raise UserError(ctx.say("error.not_allowed"))


def tell(ctx: Context, incident: Incident, branch_id: int | None, key: str, **values: object) -> int:
    """Write to every technician and ombudsperson but the one who asks, though all else stands still; to how many."""
    assert ctx.person is not None
    listing = {to.member_id for to in ctx.holders(Role.OMBUDSPERSON)}
    others = [to for to in ctx.holders(*TOLD) if to.member_id != ctx.person.id]
    for to in others:
        said = texts(to.language)
        when_due = when(incident.opened_at + incidents.CLOCK, now=ctx.now, language=said.language, zone=ctx.zone)
        text = said.say(key, what=incident.what, when=when_due, **values)
        again = () if incident.closed_at else buttons(branch_id, said, lists=to.member_id in listing)
        ctx.push(to, Reply(text, buttons=again), key=f"{key}:{incident.id}", batch=outbox.ALARM)
    return len({to.member_id for to in others})


def buttons(branch_id: int | None, say: Texts, *, lists: bool) -> tuple[Button, ...]:
    about = ALL if branch_id is None else branch_id
    words = ("authority", "members", *(["list"] if lists else []), "lift")
    return tuple(Button(say.label(f"incident.button.{word}"), f"incident:{word}:{about}") for word in words)


def standing(incident: Incident, ctx: Context) -> Reply:
    """Since when it is so, how long the clock has left, and what waits."""
    since = moment(incident.opened_at, now=ctx.now, language=ctx.texts.language, zone=ctx.zone)
    lines = [
        ctx.say("incident.now", since=since, what=incident.what),
        ctx.say("incident.clock", when=deadline(incident, ctx)),
        waits(incident, ctx),
    ]
    return Reply(Markup("\n".join(lines)), buttons=buttons(None, ctx.texts, lists=may_list(ctx)), private=True)


def waits(incident: Incident, ctx: Context) -> Markup:
    held = incidents.held(ctx.session, incident, ctx.now)
    said = ctx.say("incident.waiting", n=held.waiting) if held.waiting else ctx.say("incident.nothing_waits")
    return Markup(f"{said} {ctx.say('incident.too_late', n=held.too_late)}") if held.too_late else said


def press(msg: Incoming, ctx: Context) -> Reply:
    """`WORD:BRANCH`. All of it is looked up now."""
    word, _, about = ctx.args.partition(":")
    incident = incidents.current(ctx.session)
    if incident is None:
        raise UserError(ctx.say("incident.none"))
    branch_id = None if about in {"", ALL} else ctx.number(about)
    match word:
        case "lift":
            what = ctx.say("incident.what_lift", waiting=waits(incident, ctx))
            return confirm(msg, ctx, f"lift:{incident.id}", what)
        case "list":
            look_who_may_list(ctx)
            whose = branches.name(ctx.session, branch_id) or ctx.label("help.the_district")
            return confirm(msg, ctx, f"affected:{about}", ctx.say("incident.what_list", whose=whose))
        case "authority" | "members":
            return Reply(ctx.say("incident.here"), pictures=(paper(word, incident, branch_id, ctx),), private=True)
    raise UserError(ctx.say("error.old_button"))


def paper(word: str, incident: Incident, branch_id: int | None, ctx: Context) -> Picture:
    if word == "members":
        return papers.members(incident, ctx)
    return papers.authority(incident, incidents.affected(ctx.session, branch_id), ctx)


def hand_out(about: str, ctx: Context) -> Reply:
    """The list of members, in spite of the freeze, because they must be told. It was confirmed, and each is noted."""
    look_who_may_list(ctx)
    if incidents.current(ctx.session) is None:
        raise UserError(ctx.say("incident.none"))
    branch_id = None if about in {"", ALL} else ctx.number(about)
    everyone = members.refs(ctx.session, branch_id)
    access.note_all(ctx.session, (Noted(ctx.now, ctx.me, ref, where, "export", "incident") for ref, where in everyone))
    file = papers.listed(incidents.affected(ctx.session, branch_id), ctx)
    return Reply(ctx.say("incident.here"), pictures=(file,), private=True)


def lift(number: str, ctx: Context) -> Reply:
    """Go on, it was confirmed: what waits is sent now, what came too late is not."""
    incident = incidents.current(ctx.session)
    if incident is None or str(incident.id) != number:
        raise UserError(ctx.say("incident.none"))
    if not allowed(ctx.person, Right.FREEZE):
        raise UserError(ctx.say("error.not_allowed"))
    said = waits(incident, ctx)
    incidents.lift(ctx.session, by=ctx.me, now=ctx.now)
    access.note(ctx.session, now=ctx.now, actor=ctx.me, subject="", what="lift")
    tell(ctx, incident, None, "incident.told_lifted")
    ctx.pushed = True
    return Reply(ctx.say("incident.lifted", waiting=said), private=True)


ROUTES = (
    Command("larma-dataskydd", ask, aliases=("data-alarm",), needs=Right.FREEZE),
    Submit("incident", raise_alarm, needs=Right.FREEZE),
    Action("incident", press, needs=Right.FREEZE),
)
