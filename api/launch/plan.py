"""Which processes run, with what commands and settings. The compose file is the same layout."""

import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from api.database import MORE, POOL
from api.launch.postgres import EmbeddedPostgres
from api.launch.processes import Program
from api.settings import ROOT, Settings
from api.siblings import wanted

OTHERS = 60
"""Connections for the worker, Rasa, notices, claims, and people with psql."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """Everything needed to write the supervisor's configuration."""

    settings: Settings
    database_url: str
    bot_port: int
    postgres: EmbeddedPostgres | None
    """None when the database is somebody else's."""

    def programs(self) -> list[Program]:
        """Return the programs, PostgreSQL first when it is embedded."""
        python = sys.executable
        # Rasa alone may call the action endpoint, which shares the pages' port.
        token = self.settings.action_token or secrets.token_urlsafe(24)
        base = f"http://127.0.0.1:{self.settings.port}"
        shared = {
            "MADOGUCHI_DATABASE_URL": self.database_url,
            "MADOGUCHI_PORT": str(self.settings.port),
            "MADOGUCHI_BOT_URL": f"http://127.0.0.1:{self.bot_port}",
            "MADOGUCHI_ACTION_TOKEN": token,
            "OMP_NUM_THREADS": "1",
        }
        programs = [
            Program(
                name="api",
                command=[python, "-m", "api.cli", "serve"],
                environment=shared,
                directory=ROOT,
                priority=30,
            ),
            Program(
                name="worker",
                command=[python, "-m", "api.cli", "worker"],
                environment=shared,
                directory=ROOT,
                priority=30,
            ),
            Program(
                name="bot",
                command=[str(ROOT / ".venv-bot/bin/python"), "bot/serve.py", "--port", str(self.bot_port)],
                environment={
                    "MADOGUCHI_ACTION_URL": f"{base}/rasa/actions",
                    "MADOGUCHI_ACTION_TOKEN": token,
                    "RASA_TRACKER_URL": tracker_url(self.database_url),
                    "MADOGUCHI_MODEL_DIR": str(self.settings.model_dir),
                },
                directory=ROOT,
                priority=40,
            ),
        ]
        if self.postgres:
            programs.insert(
                0,
                Program(
                    name="postgres",
                    command=self.postgres.command("-c", f"max_connections={self._connections()}"),
                    user=self.postgres.system_user,
                    directory=Path("/"),
                    stop_signal="INT",
                    priority=1,
                ),
            )
        return programs

    def _connections(self) -> int:
        """Return how many connections PostgreSQL shall allow: all that every process may open."""
        return wanted(self.settings.api_processes) * (POOL + MORE) + OTHERS


def tracker_url(database_url: str) -> str:
    """Return the address of Rasa's own schema in the same database."""
    return f"{database_url}{'&' if '?' in database_url else '?'}options=-csearch_path%3Drasa"
