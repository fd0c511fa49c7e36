"""A customer at the widget, over HTTP."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx

KEY = {"X-Madoguchi-Key": "demo"}


class Customer:
    """One visitor with one conversation."""

    def __init__(self, url: str, language: str = "ja", headers: dict[str, str] | None = None) -> None:
        self.http = httpx.Client(base_url=url, headers=KEY | (headers or {}), timeout=10)
        opened = self.http.post("/widget/conversations", json={"language": language})
        assert opened.status_code == 201, opened.text
        self.opened = opened.json()
        self.id = self.opened["conversation_id"]
        self.path = f"/widget/conversations/{self.id}"
        self.http.headers["Authorization"] = f"Bearer {self.opened['visitor_token']}"

    def send(self, **body: Any) -> httpx.Response:
        return self.http.post(f"{self.path}/messages", json={"client_id": uuid4().hex} | body)

    def say(self, text: str) -> dict[str, Any]:
        answer = self.send(text=text)
        assert answer.status_code == 202, answer.text
        return answer.json()

    def press(self, kind: str, **more: Any) -> dict[str, Any]:
        answer = self.send(choice={"kind": kind} | more)
        assert answer.status_code == 202, answer.text
        return answer.json()

    def state(self) -> dict[str, Any]:
        answer = self.http.get(self.path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def messages(self, *authors: str) -> list[dict[str, Any]]:
        return [m for m in self.state()["messages"] if not authors or m["author"] in authors]

    def replies(self, count: int, author: str = "bot") -> list[dict[str, Any]]:
        """Wait until there are `count` messages of `author`; return them."""
        return until(lambda: found if len(found := self.messages(author)) >= count else None)

    def ask(self, text: str) -> dict[str, Any]:
        """Say something and return the bot's last message in reply."""
        before = len(self.messages("bot"))
        self.say(text)
        return self.replies(before + 1)[-1]

    def choose(self, kind: str, **more: Any) -> dict[str, Any]:
        """Press a button and return the bot's last message in reply."""
        before = len(self.messages("bot"))
        self.press(kind, **more)
        return self.replies(before + 1)[-1]

    def events(self, last: int | None = None) -> Iterator[dict[str, Any]]:
        """Read the live stream: {event, id, data} one by one."""
        headers = {} if last is None else {"Last-Event-ID": str(last)}
        with self.http.stream("GET", f"{self.path}/events", headers=headers, timeout=10) as stream:
            assert stream.status_code == 200, stream.read()
            event: dict[str, Any] = {}
            for line in stream.iter_lines():
                name, _, value = line.partition(": ")
                if not line and event:
                    yield event
                    event = {}
                elif name:
                    event[name] = json.loads(value) if name == "data" else value


def until(found: Callable[[], Any], seconds: float = 10) -> Any:
    """Return what `found` returns once it is true."""
    end = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
    return value
