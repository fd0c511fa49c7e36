"""A real process of the product that a test kills, and a lock that holds it at a moment the test chose."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from api.house import House
from api.settings import ROOT

PATIENCE = 150.0


@contextmanager
def process(house: House, program: str, **settings: object) -> Iterator[subprocess.Popen[bytes]]:
    """Run `serve` or `worker` on the test's database; what still lives at the end is killed as well."""
    values = {
        "database_url": house.database_url,
        "data_dir": house.settings.data_dir,
        "model_dir": house.settings.model_dir,
        "secret_key": "test",
        "bot_url": "http://127.0.0.1:9",
        **settings,
    }
    environment = {f"MADOGUCHI_{name.upper()}": str(value) for name, value in values.items()}
    running = subprocess.Popen(
        [sys.executable, "-m", "api.cli", program], cwd=ROOT, env=os.environ | environment
    )
    try:
        yield running
    finally:
        running.kill()
        running.wait(20)


@contextmanager
def held(house: House, table: str) -> Iterator[Callable[[], None]]:
    """Keep everybody else out of a table; the value waits until somebody stands before it."""
    with psycopg.connect(house.database_url) as connection:
        connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")

        def somebody_waits() -> None:
            waiting = "SELECT count(*) FROM pg_locks WHERE relation = %s::regclass AND NOT granted"
            until(lambda: connection.execute(waiting, (table,)).fetchone() != (0,), f"nobody came to {table}")

        yield somebody_waits
        connection.rollback()


def until(come: Callable[[], object], otherwise: str) -> None:
    """Wait until `come()` is true."""
    end = time.monotonic() + PATIENCE
    while not come():
        assert time.monotonic() < end, otherwise
        time.sleep(0.1)


def pass_time_since_death(house: House) -> None:
    """Let the dead worker have been silent for a minute, so that the test need not wait for it."""
    with psycopg.connect(house.database_url) as connection:
        connection.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 minute'"
        )
