"""Where the bot is killed: the places that bot/failpoints.py is told of, in the order that a message gets there."""

PLACES = (
    "recover.written",  # at the start, before what it made of the last run is committed
    "plan.written",  # the letters of an occurrence are in the outbox, not yet committed
    "plan.committed",
    "lease.committed",
    "sending.written",  # marked as being sent, not yet committed
    "sending.committed",  # right before the wire
    "wire.answered",  # the platform has it, and the row does not know
    "wait.told",  # the platform wants us to wait, and the row does not know
    "mark.committed",
    "doubt.looked",  # Slack has told whether it has the message, and the row does not know
)
# A plan is read into the library, not yet committed.
IMPORT = "import.written"
# The tables are made or changed: one step is done, all are, and that is committed.
MIGRATION = ("migration.step", "migration.written", "migration.committed")
