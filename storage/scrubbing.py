"""Takes what was erased out of the database's files as well: old pages, the write-ahead log, and space that is free."""

from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from storage.database import Database, is_passing, throwaway_engine

# The answer to whoever was forgotten is on its way a little longer; after that nothing of them is written any more.
WHILE = timedelta(seconds=30)
LATEST = timedelta(days=1)


def is_due(newest: datetime | None, scrubbed_at: datetime | None, now: datetime) -> bool:
    """Whether somebody was forgotten since it was done last, or right before."""
    if newest is None:
        return False
    return newest > (scrubbed_at - WHILE if scrubbed_at else now - LATEST)


def scrub(database: Database) -> bool:
    """Write an SQLite file anew, with nothing in it but what is there; whether that could be done now.

    `secure_delete` overwrites what is deleted; written anew, it need not be trusted with every page that was split or
    moved. PostgreSQL reuses its space by itself.
    """
    if database.path is None:
        return True
    engine = throwaway_engine(database.url)
    try:
        with engine.connect() as connection:
            # Its copy in between is kept in memory: a file in /tmp would outlive its deletion on the disk.
            for line in ("temp_store=MEMORY", "secure_delete=ON", "busy_timeout=5000"):
                connection.exec_driver_sql(f"PRAGMA {line}")
            connection.exec_driver_sql("VACUUM")
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
    except DBAPIError as error:
        if not is_passing(error):
            raise
        return False
    finally:
        engine.dispose()
    return not busy
