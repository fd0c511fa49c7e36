"""Bring a database to the newest schema: ours, the job queue's, and an empty one for Rasa."""

import hashlib

from alembic import command
from alembic.config import Config
from procrastinate import App, SyncPsycopgConnector
from sqlalchemy import Engine, text

from api.settings import ROOT

LEDGERS = ("facts", "review_beats")
"""Tables that only grow."""
# Any number will do; all processes must use the same one.
LOCK = int.from_bytes(hashlib.sha256(b"madoguchi migrate").digest()[:6], "big")


def migrate(engine: Engine, url: str) -> None:
    """Apply every migration that is missing. Two processes at once wait for each other."""
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        connection.commit()
        try:
            connection.execute(text("CREATE SCHEMA IF NOT EXISTS rasa"))
            connection.execute(text("CREATE SCHEMA IF NOT EXISTS vault"))
            connection.commit()
            config = Config(str(ROOT / "alembic.ini"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
            if connection.scalar(text("SELECT to_regclass('procrastinate_jobs')")) is None:
                with App(connector=SyncPsycopgConnector(conninfo=url)).open() as jobs:
                    jobs.schema_manager.apply_schema()
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
            connection.commit()


def grant_to(engine: Engine, role: str) -> None:
    """Let `role`, which owns nothing, run the application: all but changing or deleting what only grows.

    Erasing a conversation takes its facts along: the database does that with the owner's rights. To be called
    after every migration, since new tables are the owner's alone.
    """
    with engine.begin() as connection:
        quoted = connection.dialect.identifier_preparer.quote(role)
        for schema in ("public", "vault"):
            for things, rights in (
                ("ALL TABLES", "SELECT, INSERT, UPDATE, DELETE"),
                ("ALL SEQUENCES", "USAGE, SELECT, UPDATE"),
                ("ALL FUNCTIONS", "EXECUTE"),
            ):
                connection.execute(text(f"GRANT {rights} ON {things} IN SCHEMA {schema} TO {quoted}"))
            connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {quoted}"))
        connection.execute(text(f"REVOKE UPDATE, DELETE, TRUNCATE ON {', '.join(LEDGERS)} FROM {quoted}"))
