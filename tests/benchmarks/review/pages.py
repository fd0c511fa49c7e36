"""How fast the review desk's pages are on the server, and what they weigh: result.json.

    .venv/bin/python -m tests.benchmarks.review.pages --data DIRECTORY [--folder KEPT]

13,083 inquiries (Banking77) of one company, imported and clustered once. One client asks a real server in the
same process for one page after the other; the time is from the request to the last byte, uncompressed.
`cpu_ms` is the mean processor time of this process, with the client and without PostgreSQL.
"""

import gzip
import http.client
import json
import random
import re
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

import typer
import uvicorn
from sqlalchemy import func, select

from api.answers.serving import answers_of
from api.app import create_app
from api.candidates.models import Candidate, Cluster, State
from api.house import House
from api.inquiries.models import Inquiry
from api.serve import look_for_less_garbage
from tests.benchmarks.clustering.machine import load, machine, today
from tests.benchmarks.review.company import LOGIN, PASSWORD, company

RESULT = Path(__file__).parent / "result.json"
LIST = "/staff/candidates"
QUEUES = {
    "queue": "",
    "queue, page 2": "page=2",
    "queue, searched": "q=card+arrive",
    "queue, with unanswered": "unanswered=1&sort=trend",
    "queue, all states by size": "state=all&sort=size",
}
ROUNDS, CANDIDATES = 20, 60
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"')


class Client:
    """One browser without a browser: a connection that stays open, and its cookies."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._cookies: dict[str, str] = {}
        self.cpu: list[float] = []
        """Milliseconds of this process's processor, request by request."""

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[bytes, float]:
        """Return the body and the milliseconds it took."""
        headers = {
            "Accept": "text/html",
            "Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items()),
        }
        body = urlencode(form) if form else None
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        start, spent = time.perf_counter(), time.process_time()
        self._connection.request("POST" if body else "GET", path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        taken = (time.perf_counter() - start) * 1000
        self.cpu.append((time.process_time() - spent) * 1000)
        assert answer.status in (200, 303), (path, answer.status)
        for value in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = value.partition("=")
            self._cookies[name] = rest.partition(";")[0]
        return content, taken


def main(
    data: Annotated[Path, typer.Option(help="Where banking77.csv is.")],
    folder: Annotated[Path | None, typer.Option(help="Keep the company here, and use it again.")] = None,
    output: Annotated[Path, typer.Option(help="The result is written here.")] = RESULT,
) -> None:
    """Measure every page and write the result."""
    with tempfile.TemporaryDirectory(prefix="review-") as passing:
        place = folder or Path(passing)
        place.mkdir(exist_ok=True)
        place.chmod(0o755)
        with company(place, data / "banking77.csv") as house, _serving(house) as port:
            found = _measure(house, Client(port))
            result = {"date": today(), "machine": machine(), "load": load(), **found}
            output.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            print(json.dumps(result, ensure_ascii=False, indent=1), flush=True)


def _measure(house: House, client: Client) -> dict[str, Any]:
    client.ask("/staff/sign-in", {"email": LOGIN, "password": PASSWORD})
    with house.sessions() as session:
        counts = {
            "inquiries": session.scalar(select(func.count()).select_from(Inquiry)),
            "candidates": session.scalar(select(func.count()).select_from(Candidate)),
            "largest": session.scalar(select(func.max(Cluster.size))),
        }
        open_ones = list(session.scalars(select(Candidate.id).where(Candidate.state == State.OPEN)))
    random.Random(7).shuffle(open_ones)
    client.ask(f"{LIST}/{open_ones[0]}")
    pages = {}
    for name, address in QUEUES.items():
        asked = [client.ask(f"{LIST}?{address}") for _ in range(ROUNDS)]
        pages[name] = _figures(asked, client.cpu[-ROUNDS:]) | _weight(client, asked[-1][0])
    client.ask(LIST)
    asked = [client.ask(f"{LIST}/{id_}") for id_ in (open_ones * CANDIDATES)[:CANDIDATES]]
    largest = max(asked, key=lambda answer: len(answer[0]))[0]
    pages["candidate"] = _figures(asked, client.cpu[-CANDIDATES:]) | _weight(client, largest)
    return {**counts, "pages": pages}


def _figures(asked: list[tuple[bytes, float]], cpu: list[float]) -> dict[str, float]:
    taken = [ms for _, ms in asked]
    at = statistics.quantiles(taken, n=20)
    return {
        "asked": len(taken),
        "p50_ms": round(statistics.median(taken), 1),
        "p95_ms": round(at[18], 1),
        "cpu_ms": round(statistics.mean(cpu), 1),
    }


def _weight(client: Client, html: bytes) -> dict[str, float]:
    """Kilobytes of a page, and of it with its styles and scripts: as they are, and compressed."""
    parts = [html, *(client.ask(path)[0] for path in sorted(set(ASSET.findall(html.decode()))))]
    return {
        "html_kb": _kb(html),
        "whole_kb": _kb(*parts),
        "whole_gzip_kb": _kb(*(gzip.compress(part, 6) for part in parts)),
    }


def _kb(*parts: bytes) -> float:
    return round(sum(map(len, parts)) / 1000, 1)


@contextmanager
def _serving(house: House) -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        app = create_app(house)
        # As the product serves.
        look_for_less_garbage()
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        # What is learnt first, for minutes on a busy machine, is no part of a page.
        while not (server.started and answers_of(app).ready):
            time.sleep(0.1)
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join(90)


if __name__ == "__main__":
    typer.run(main)
