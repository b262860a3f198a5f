"""The command line: one file a command."""

import typer

from bot.cli import (
    backup,
    calendars,
    chat,
    docs,
    doctor,
    invite,
    keys,
    manifest,
    members,
    migrate,
    plan,
    play,
    privacy,
    reminders,
    run,
    when,
)

app = typer.Typer(
    name="bot",
    help="A party district's chat bot: Slack, Telegram and the terminal.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("chat")(chat.chat)
app.command("run")(run.run)
app.command("play")(play.play)
app.add_typer(plan.app, name="plan")
app.add_typer(reminders.app, name="reminders")
# Whatever begins with a hyphen can be a text to understand.
app.command("when", context_settings={"ignore_unknown_options": True})(when.when)
app.command("invite")(invite.invite)
app.command("invites")(invite.invites)
app.add_typer(members.app, name="members")
app.add_typer(calendars.app, name="calendar")
app.command("migrate")(migrate.migrate)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.add_typer(keys.app, name="keys")
app.add_typer(privacy.app, name="privacy")
app.command("doctor")(doctor.doctor)
app.add_typer(manifest.app, name="manifest")
app.command("docs")(docs.docs)
