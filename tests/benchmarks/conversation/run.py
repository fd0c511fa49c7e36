"""How fast and how surely customers are answered, beside a plain Rasa bot on the same questions.

    .venv/bin/python -m tests.benchmarks.conversation.run [--minutes 2] [--customers 50] [--idle 500]

Everything runs on this machine, the customers too: they take their share of its cores from both systems.
Unique texts, warm. Results go into results.json.
"""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Annotated, Any

import psycopg
import typer
import uvloop

from api.launch.postgres import embedded_url
from tests.benchmarks.clustering.machine import load, machine, today
from tests.benchmarks.conversation.plain_rasa import plain_rasa
from tests.benchmarks.conversation.product import Running, product
from tests.benchmarks.conversation.questions import questions
from tests.benchmarks.conversation.talking import KEY, Talk, rest_talk, talk
from tests.benchmarks.conversation.wire import Line

RESULTS = Path(__file__).with_name("results.json")
WARM, ALONE = 40, 200
IDLE_SECONDS = 60


def main(
    minutes: Annotated[float, typer.Option()] = 2.0,
    customers: Annotated[int, typer.Option()] = 50,
    idle: Annotated[int, typer.Option()] = 500,
) -> None:
    """Measure ours, then the plain bot."""
    asked = questions()
    found: dict[str, Any] = {"on": today(), "machine": machine(), "load": load()}
    with tempfile.TemporaryDirectory(prefix="mdg-") as folder:
        Path(folder).chmod(0o755)
        with product(Path(folder)) as ours:
            found["ours"] = uvloop.run(
                _ours(ours, asked, embedded_url(Path(folder)), minutes, customers, idle)
            )
    _keep(found)
    for name, lean in (("plain_rasa", False), ("lean_rasa", True)):
        with (
            tempfile.TemporaryDirectory(prefix="mdg-") as folder,
            plain_rasa(Path(folder), lean=lean) as plain,
        ):
            found[name] = uvloop.run(_plain(plain, asked, minutes, customers))
        found[f"turns_to_{name}"] = round(
            found["ours"]["crowd"]["turns_per_second"] / found[name]["crowd"]["turns_per_second"], 2
        )
        _keep(found)


def _keep(found: dict[str, Any]) -> None:
    RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, ensure_ascii=False, indent=1))


async def _ours(
    ours: Running, asked: Iterator[str], database_url: str, minutes: float, customers: int, idle: int
) -> dict[str, Any]:
    await talk(ours.url, asked, Talk(), most=WARM)
    alone = Talk()
    await talk(ours.url, asked, alone, most=ALONE)

    def one(seen: Talk, until: float) -> Coroutine[Any, Any, None]:
        return talk(ours.url, asked, seen, until=until)

    crowd, ids = await _crowd(ours, one, minutes, customers)
    return {
        "alone": _times(alone.seconds) | {"errors": len(alone.errors)},
        "crowd": crowd | _ledger(database_url, ids),
        "idle": await _idle(ours, idle),
    }


async def _plain(plain: Running, asked: Iterator[str], minutes: float, customers: int) -> dict[str, Any]:
    def one(seen: Talk, until: float) -> Coroutine[Any, Any, None]:
        return rest_talk(plain.url, asked, seen, until=until)

    alone = Talk()
    await rest_talk(plain.url, asked, alone, until=time.monotonic() + 15)
    crowd, _ = await _crowd(plain, one, minutes, customers)
    return {"alone": _times(alone.seconds) | {"errors": len(alone.errors)}, "crowd": crowd}


async def _crowd(
    system: Running, one: Callable[[Talk, float], Coroutine[Any, Any, None]], minutes: float, customers: int
) -> tuple[dict[str, Any], list[str]]:
    """Let `customers` talk at a time; return what was seen, and the ids of the messages sent."""
    talks = [Talk() for _ in range(customers)]
    before, began, own = system.cpu(), time.monotonic(), time.process_time()
    await asyncio.gather(*(one(seen, began + minutes * 60) for seen in talks))
    took, after, own = time.monotonic() - began, system.cpu(), time.process_time() - own
    seconds = [second for seen in talks for second in seen.seconds]
    errors = [error for seen in talks for error in seen.errors]
    return {
        "customers": customers,
        "seconds": round(took, 1),
        "turns": len(seconds),
        "turns_per_second": round(len(seconds) / took, 2),
        **_times(seconds),
        "errors": len(errors),
        "first_errors": errors[:3],
        "cpu_ms_per_turn": {
            name: round(1000 * (after[name] - before[name]) / max(len(seconds), 1), 1) for name in after
        }
        | {"customers": round(1000 * own / max(len(seconds), 1), 1)},
        "memory_mb": system.memory(),
    }, [client_id for seen in talks for client_id in seen.ids]


def _ledger(database_url: str, ids: list[str]) -> dict[str, int]:
    """Count in the database what was lost and what came twice."""
    with psycopg.connect(database_url) as connection:
        rows = connection.execute(
            """
            SELECT m.id,
                   (SELECT count(*) FROM messages r WHERE r.in_reply_to = m.id AND r.author = 'bot'
                     AND r.content->>'act' NOT IN ('say', 'lookup')) AS replies,
                   (SELECT count(*) FROM messages r WHERE r.in_reply_to = m.id) AS said,
                   (SELECT count(*) FROM facts f WHERE f.kind = 'message_received'
                     AND f.key = 'message_received:' || m.id) AS received
            FROM messages m WHERE m.client_id = ANY(%s)
            """,
            (ids,),
        ).fetchall()
    return {
        "sent": len(ids),
        "kept": len(rows),
        "lost": len(ids) - len(rows),
        "without_reply": sum(said == 0 for _, _, said, _ in rows),
        # An open look-up asks on after an answer: that is no second reply.
        "replied_twice": sum(replies > 1 for _, replies, _, _ in rows),
        "facts_missing": sum(received != 1 for _, _, _, received in rows),
    }


async def _idle(ours: Running, customers: int) -> dict[str, Any]:
    """Connect widgets that say nothing, and see what the API pays for them in a minute."""
    memory = ours.memory()["api"]
    streams = [asyncio.create_task(_sit(ours.url)) for _ in range(customers)]
    await asyncio.sleep(IDLE_SECONDS / 2)
    cpu, began = ours.cpu()["api"], time.monotonic()
    await asyncio.sleep(IDLE_SECONDS)
    spent = (ours.cpu()["api"] - cpu) / (time.monotonic() - began)
    found = {
        "widgets": customers,
        "still_connected": sum(not stream.done() for stream in streams),
        "api_memory_mb": ours.memory()["api"],
        "api_memory_mb_before": memory,
        "api_cpu_share_of_a_core": round(spent, 4),
    }
    for stream in streams:
        stream.cancel()
    ended = await asyncio.gather(*streams, return_exceptions=True)
    found["first_errors"] = [repr(one) for one in ended if not isinstance(one, asyncio.CancelledError)][:3]
    return found


async def _sit(url: str) -> None:
    line = Line(url, KEY)
    try:
        opened = await line.post("/widget/conversations", {"language": "ja"})
        line.headers["Authorization"] = f"Bearer {opened['visitor_token']}"
        async for _ in line.events(f"/widget/conversations/{opened['conversation_id']}/events"):
            pass
    finally:
        line.close()


def _times(seconds: list[float]) -> dict[str, Any]:
    if len(seconds) < 2:
        return {"answers": len(seconds)}
    percentiles = statistics.quantiles(seconds, n=100)
    return {
        "answers": len(seconds),
        "p50_ms": round(1000 * percentiles[49], 1),
        "p95_ms": round(1000 * percentiles[94], 1),
        "p99_ms": round(1000 * percentiles[98], 1),
    }


if __name__ == "__main__":
    typer.run(main)
