"""`bot members …`: the register from the command line."""

import typer

from bot.cli import appoint, exporting, importing

app = typer.Typer(help="The register of members: import, export, posts and networks.", no_args_is_help=True)
app.command("import")(importing.import_file)
app.command("export")(exporting.export)
app.command("post")(appoint.post)
app.command("network")(appoint.network)
