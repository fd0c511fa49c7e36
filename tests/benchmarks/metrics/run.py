"""How fast the figures are over a million facts: results.json.

    .venv/bin/python -m tests.benchmarks.metrics.run [--folder KEPT]

A PostgreSQL of its own as the product starts it. Each request asks for another period and other filters,
through the whole application in this process; the time is from the request to the last byte. A turn of the
chat writes its two messages with their facts, and without, by turns.
"""

import json
import random
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, cast
from urllib.parse import urlencode

import psycopg
import typer
from fastapi.testclient import TestClient

from api.app import create_app
from api.chat.messages import Author, NewFact, append_message
from api.chat.models import Conversation
from api.database import make_engine, transaction
from api.episodes.ledger import Kind
from api.house import House, build_house
from api.launch.postgres import embedded_url, prepare_postgres
from api.migrate import migrate
from api.outcomes.refreshing import refresh_all
from api.settings import ROOT, load_settings
from api.staff.models import Role
from api.staff.store import add_staff
from tests.benchmarks.clustering.machine import load, machine, today
from tests.benchmarks.metrics.ledger import CHANNELS, DAYS, EPISODES, LANGUAGES, write_ledger

RESULT = Path(__file__).parent / "results.json"
LOGIN, PASSWORD = "mori@example.com", "benchmark-only"
ASKED, TURNS = 20, 300
SETTLED = 30
"""Seconds: what the application does at its start is over by then."""
MILLISECOND = 1000


def main(
    folder: Annotated[Path | None, typer.Option(help="Keep the database here, and use it again.")] = None,
    output: Annotated[Path, typer.Option(help="The result is written here.")] = RESULT,
) -> None:
    """Measure and write the result."""
    with tempfile.TemporaryDirectory(prefix="metrics-") as passing:
        place = folder or Path(passing)
        place.mkdir(exist_ok=True)
        place.chmod(0o755)
        with _house(place) as house:
            found = _prepare(house)
            with TestClient(create_app(house), follow_redirects=False) as client:
                client.post("/staff/sign-in", data={"email": LOGIN, "password": PASSWORD})
                time.sleep(SETTLED)
                found |= {
                    "pages": _pages(client),
                    "turn": _turns(house),
                    "catching_up": _catching_up(house, client),
                }
    result = {"date": today(), "machine": machine(), "load": load(), **found}
    output.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, ensure_ascii=False, indent=1), flush=True)


@contextmanager
def _house(folder: Path) -> Iterator[House]:
    server = prepare_postgres(folder)
    with (folder / "postgres.log").open("wb") as log:
        process = subprocess.Popen(
            server.command(), user=server.system_user, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            server.wait_until_ready()
            server.ensure_database("benchmark")
            url = embedded_url(folder, "benchmark")
            engine = make_engine(url)
            migrate(engine, url)
            engine.dispose()
            settings = load_settings(
                database_url=url,
                data_dir=folder,
                model_dir=ROOT / "models" / "multilingual-e5-small",
                bot_url="http://127.0.0.1:9",
                secret_key="benchmark",
            )
            house = build_house(settings)
            yield house
            house.engine.dispose()
        finally:
            process.terminate()
            process.wait(30)


def _prepare(house: House) -> dict[str, Any]:
    with psycopg.connect(house.database_url) as connection:
        row = connection.execute("SELECT count(*) FROM facts").fetchone()
        facts, seconds = row[0] if row else 0, None
        if not facts:
            start = time.perf_counter()
            facts = write_ledger(connection, now=datetime.now(UTC))
            seconds = round(time.perf_counter() - start, 1)
            with transaction(house.sessions) as session:
                add_staff(session, email=LOGIN, name="森 千尋", role=Role.MANAGER, password=PASSWORD)
    start = time.perf_counter()
    refresh_all(house)
    drawn = round(time.perf_counter() - start, 1)
    with psycopg.connect(house.database_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return {"episodes": EPISODES, "facts": facts, "written_s": seconds, "all_drawn_s": drawn}


def _pages(client: TestClient) -> dict[str, Any]:
    dice = random.Random(3)
    whole = {"days": DAYS}
    drill = "/staff/dashboard/episodes"
    pages: dict[str, Callable[[], str]] = {
        "dashboard, 180 days": lambda: _address("/staff/dashboard", whole),
        "dashboard, any filter and period": lambda: _address("/staff/dashboard", _any(dice)),
        "api, any filter and period": lambda: _address("/api/metrics", _any(dice)),
        "definitions, any filter and period": lambda: _address("/staff/dashboard/definitions", _any(dice)),
        "taken back, any filter and period": lambda: _address("/staff/dashboard/taken-back", _any(dice)),
        "drill-down, any": lambda: _address(
            drill,
            _any(dice)
            | {
                "metric": dice.choice(
                    ["claimed_deflection", "verified_deflection", "reaction_rate", "service_level"]
                ),
                "part": dice.choice(["numerator", "denominator"]),
            },
        ),
    }
    return {name: _asked(client, address) for name, address in pages.items()}


def _any(dice: random.Random) -> dict[str, Any]:
    last = datetime.now(UTC).date() - timedelta(days=dice.choice([0, 0, 0, dice.randint(0, 60)]))
    days = dice.choice([7, 30, 90, 120, DAYS, DAYS])
    query: dict[str, Any] = {"from": last - timedelta(days=days - 1), "to": last}
    every = {
        "channel": dice.choice(CHANNELS),
        "language": dice.choice(LANGUAGES),
        "segment": dice.choice(["high", "low", "tech"]),
        "topic": f"faq:{dice.randint(1, 40)}",
    }
    return query | {name: every[name] for name in dice.sample(sorted(every), dice.choice([0, 1, 1, 2, 3]))}


def _address(path: str, query: dict[str, Any]) -> str:
    return f"{path}?{urlencode(query)}"


def _asked(client: TestClient, address: Callable[[], str]) -> dict[str, float]:
    taken = []
    for number in range(ASKED + 3):
        path = address()
        start = time.perf_counter()
        answer = client.get(path)
        if number >= 3:  # The first ones fill the caches.
            taken.append((time.perf_counter() - start) * MILLISECOND)
        assert answer.status_code == 200, (path, answer.status_code)
    return _figures(taken)


def _turns(house: House) -> dict[str, Any]:
    taken: dict[bool, list[float]] = {True: [], False: []}
    for number in range(2 * TURNS):
        with_facts = number % 2 == 0
        taken[with_facts].append(_turn(house, 1 + number * 97 % EPISODES, with_facts=with_facts))
    found = {"with_facts": _figures(taken[True]), "without": _figures(taken[False])}
    costs = statistics.median(taken[True]) - statistics.median(taken[False])
    return {**found, "facts_cost_p50_ms": round(costs, 2)}


def _turn(house: House, episode: int, *, with_facts: bool) -> float:
    """Write a question and an answer as the gateway does, a transaction each; return the milliseconds."""
    said = NewFact(kind=Kind.MESSAGE_RECEIVED)
    about = {"faq_id": 1, "version_id": 1, "confidence": 0.9, "threshold": 0.7, "index_version": "1"}
    shown = NewFact(kind=Kind.ANSWER_SHOWN, key=f"{time.time_ns()}", payload=about)
    start = time.perf_counter()
    for author, fact in (("customer", said), ("bot", shown)):
        with transaction(house.sessions) as session:
            conversation = session.get_one(Conversation, f"c{episode}")
            append_message(
                session,
                conversation,
                author=cast("Author", author),
                text="解約の方法を教えてください。",
                episode_id=episode,
                fact=fact if with_facts else None,
                now=house.clock(),
            )
    return (time.perf_counter() - start) * MILLISECOND


def _catching_up(house: House, client: TestClient) -> dict[str, float]:
    """The first page after all those turns: it draws again before it counts."""
    refresh_all(house)
    for number in range(TURNS):
        _turn(house, 1 + number * 89 % EPISODES, with_facts=True)
    start = time.perf_counter()
    assert client.get("/staff/dashboard?days=30").status_code == 200
    return {"episodes": TURNS, "page_ms": round((time.perf_counter() - start) * MILLISECOND, 1)}


def _figures(taken: list[float]) -> dict[str, float]:
    at = statistics.quantiles(taken, n=20)
    return {"asked": len(taken), "p50_ms": round(statistics.median(taken), 2), "p95_ms": round(at[18], 2)}


if __name__ == "__main__":
    typer.run(main)
