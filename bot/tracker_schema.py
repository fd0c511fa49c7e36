"""The PostgreSQL schema Rasa keeps its trackers in."""

from __future__ import annotations

import re
import sys
import time
from urllib.parse import parse_qs, urlsplit

import psycopg2
from psycopg2 import errors, sql

PATIENCE_SECONDS = 60


def prepare(tracker_url: str) -> None:
    """Wait for the database, then create the schema the URL's search_path names.

    Rasa does neither: without a database it starts with no tables and keeps conversations in memory.
    """
    if not tracker_url.startswith("postgresql"):
        sys.exit(
            "RASA_TRACKER_URL must be a PostgreSQL URL, "
            "postgresql://user@/database?host=/path/of/socket&options=-csearch_path%3Drasa"
        )
    connection = connect(tracker_url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema(tracker_url)))
            )
    except errors.UniqueViolation:
        pass  # another bot process created it at the same moment
    finally:
        connection.close()


def schema(tracker_url: str) -> str:
    options = parse_qs(urlsplit(tracker_url).query).get("options", [""])[-1]
    found = re.search(r"search_path=(\w+)", options)
    return found.group(1) if found else "public"


def connect(tracker_url: str) -> psycopg2.extensions.connection:
    # libpq knows no driver names such as postgresql+psycopg2
    address = re.sub(r"^postgresql\+\w+:", "postgresql:", tracker_url)
    give_up = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return psycopg2.connect(address, connect_timeout=5)
        except psycopg2.OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(1)
