"""A lean client of an ASGI application in this process: a request costs the application, and little besides.

The same bytes as over a socket, without one. All runs in one thread: whoever plays is written without
`await`, as a greenlet in the event loop, and what the application would give to threads it does at once.
Nobody else waits meanwhile: people come one after the other.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any, TypeVar
from urllib.parse import urlencode

import anyio.to_thread
from fastapi import FastAPI
from sqlalchemy.util import await_only, greenlet_spawn

Result = TypeVar("Result")


def in_one_loop(work: Callable[[], Result]) -> Result:
    """Run `work`, whose requests are answered in one event loop and in one thread."""
    with _at_once():
        return asyncio.run(greenlet_spawn(work))


@contextmanager
def _at_once() -> Iterator[None]:
    async def run_sync(work: Callable[..., Any], *given: Any, **_: Any) -> Any:
        return copy_context().run(work, *given)

    async def to_thread(work: Callable[..., Any], *given: Any, **named: Any) -> Any:
        return copy_context().run(work, *given, **named)

    before = anyio.to_thread.run_sync, asyncio.to_thread
    anyio.to_thread.run_sync, asyncio.to_thread = run_sync, to_thread
    try:
        yield
    finally:
        anyio.to_thread.run_sync, asyncio.to_thread = before


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came back."""

    status_code: int
    headers: list[tuple[str, str]]
    content: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode()

    def json(self) -> Any:
        """Return the body, read as JSON."""
        return json.loads(self.content)


@dataclass
class Client:
    """One browser or program: it keeps its cookies, and headers that go with every request."""

    app: FastAPI
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, params: dict[str, str] | None = None) -> Answer:
        """Send a GET."""
        return self.request("GET", path, params=params)

    def post(self, path: str, **body: Any) -> Answer:
        """Send a POST."""
        return self.request("POST", path, **body)

    def request(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, str] | None = None,
        json: Any = None,
        data: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send a request; return its answer."""
        body, sent = b"", {"host": "testserver"} | self.headers | (headers or {})
        if json is not None:
            body, sent["content-type"] = _dumped(json), "application/json"
        elif data is not None:
            body, sent["content-type"] = urlencode(data).encode(), "application/x-www-form-urlencoded"
        if body or method != "GET":
            sent["content-length"] = str(len(body))
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = await_only(_sent(self.app, method, path, urlencode(params or {}), sent, body))
        for name, value in answer.headers:
            if name == "set-cookie":
                self.cookies |= {key: one.value for key, one in SimpleCookie(value).items()}
        return answer


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


async def _sent(
    app: FastAPI, method: str, path: str, query: str, headers: dict[str, str], body: bytes
) -> Answer:
    said: list[dict[str, Any]] = []
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        # Whoever listens for more hears that nobody goes away.
        return waiting.pop() if waiting else await asyncio.Event().wait() and {}

    async def send(message: Any) -> None:
        said.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("testclient", 50000),
        "server": ("testserver", 80),
        "state": {},
    }
    await app(scope, receive, send)
    start = next(one for one in said if one["type"] == "http.response.start")
    return Answer(
        status_code=start["status"],
        headers=[(name.decode(), value.decode()) for name, value in start["headers"]],
        content=b"".join(one.get("body", b"") for one in said if one["type"] == "http.response.body"),
    )
