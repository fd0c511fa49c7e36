"""What all tests stand on: a real PostgreSQL, the real application, real people."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from api.app import create_app
from api.database import make_engine
from api.house import House, build_house
from api.launch.postgres import EmbeddedPostgres, embedded_url, prepare_postgres
from api.migrate import migrate
from api.settings import ROOT, load_settings
from api.staff.models import Role
from api.staff.store import add_staff
from faq_clustering.embedding import Embedder, load_embedder

os.environ.setdefault("OMP_NUM_THREADS", "1")
# People are there at any time, unless a test is about when they are.
os.environ.setdefault("MADOGUCHI_POLICY_FILE", str(ROOT / "tests/api/policy/always_open.yml"))
PASSWORD = "madoguchi-test"
PEOPLE = {
    "sato": ("佐藤 美咲", Role.AGENT),
    "tanaka": ("田中 翔", Role.AGENT),
    "suzuki": ("鈴木 健", Role.EDITOR),
    "mori": ("森 千尋", Role.MANAGER),
    "admin": ("管理者", Role.ADMIN),
}


class MovableClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **span: float) -> None:
        """Go forward, e.g. `clock.move(hours=25)`."""
        self.now += timedelta(**span)


@dataclass(frozen=True)
class Server:
    """The session's PostgreSQL with a migrated template database."""

    data_dir: Path
    postgres: EmbeddedPostgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with running_postgres() as server:
        yield server


@contextmanager
def running_postgres() -> Iterator[Server]:
    """A server with a migrated template database that has the people in it."""
    with tempfile.TemporaryDirectory(prefix="mdg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        data_dir = Path(folder)
        server = prepare_postgres(data_dir)
        fast = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200")
        log = (data_dir / "log").open("wb")
        process = subprocess.Popen(
            server.command(*fast), user=server.system_user, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            server.wait_until_ready()
            server.ensure_database("template_madoguchi")
            url = embedded_url(data_dir, "template_madoguchi")
            engine = make_engine(url)
            migrate(engine, url)
            # Once for all tests: argon2 is slow on purpose.
            with Session(engine) as session, session.begin():
                for login, (name, role) in PEOPLE.items():
                    add_staff(session, email=f"{login}@example.com", name=name, role=role, password=PASSWORD)
            engine.dispose()
            yield Server(data_dir, server)
        finally:
            process.terminate()
            process.wait(20)
            log.close()


@pytest.fixture
def database_url(postgres: Server) -> Iterator[str]:
    """A fresh, migrated database."""
    with fresh_database(postgres) as url:
        yield url


@contextmanager
def fresh_database(postgres: Server) -> Iterator[str]:
    name = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(embedded_url(postgres.data_dir, "postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template_madoguchi")
        yield embedded_url(postgres.data_dir, name)
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The embedding model, loaded once for all tests."""
    return load_embedder(str(ROOT / "models" / "multilingual-e5-small"))


@pytest.fixture
def house(database_url: str, clock: MovableClock, tmp_path: Path, embedder: Embedder) -> Iterator[House]:
    """A process's house over a fresh database with the people in it. No bot runs."""
    built = build_house(
        load_settings(
            database_url=database_url,
            data_dir=tmp_path,
            model_dir=ROOT / "models" / "multilingual-e5-small",
            bot_url="http://127.0.0.1:9",
            secret_key="test",
        ),
        clock=clock,
    )
    built = replace(built, embedder=embedder)
    yield built
    built.engine.dispose()


@pytest.fixture
def session(house: House) -> Iterator[Session]:
    """A session to look at rows with."""
    with house.sessions() as opened:
        yield opened


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    """An anonymous client of the running application."""
    with TestClient(create_app(house), base_url="http://testserver", follow_redirects=False) as opened:
        yield opened


class Person(TestClient):
    """A signed-in member of staff; every unsafe request carries the CSRF token."""


@pytest.fixture
def sign_in(client: TestClient, house: House):
    """Sign somebody in on a client of their own: `sato = sign_in("sato")`."""

    def enter(login: str) -> TestClient:
        person = Person(client.app, base_url="http://testserver", follow_redirects=False)
        answer = person.post("/staff/sign-in", data={"email": f"{login}@example.com", "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        with psycopg.connect(house.database_url) as connection:
            row = connection.execute(
                "SELECT csrf_token FROM staff_sessions s JOIN staff ON staff.id = s.staff_id"
                " WHERE email = %s ORDER BY s.created_at DESC LIMIT 1",
                (f"{login}@example.com",),
            ).fetchone()
        assert row is not None
        person.headers["X-CSRF-Token"] = row[0]
        return person

    return enter
