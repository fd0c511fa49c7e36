"""The worker container's health check, against a real database."""

import os
import subprocess
import sys

import psycopg
import pytest

from api.settings import ROOT


@pytest.mark.parametrize(("beat", "status"), [(None, 1), ("10 minutes", 1), ("5 seconds", 0)])
def test_only_a_worker_that_was_heard_lately_is_alive(
    database_url: str, beat: str | None, status: int
) -> None:
    if beat:
        with psycopg.connect(database_url) as connection:
            connection.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval)", (beat,)
            )
    environment = os.environ | {"MADOGUCHI_DATABASE_URL": database_url}
    command = [sys.executable, str(ROOT / "deploy/worker_alive.py")]
    assert subprocess.run(command, env=environment, timeout=60).returncode == status
