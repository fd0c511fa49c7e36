"""Customer Hanako, the colleagues behind the counter, and an outsider, over HTTP."""

import html
import json
import re
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx

PATIENCE = 30.0
Message = dict[str, Any]


class Customer(httpx.Client):
    """Somebody with the widget open."""

    def __init__(self, url: str) -> None:
        super().__init__(base_url=url, headers={"X-Madoguchi-Key": "demo"}, timeout=20)
        opened = self.post("/widget/conversations", json={"language": "ja"}).raise_for_status().json()
        self.conversation = f"/widget/conversations/{opened['conversation_id']}"
        self.headers["Authorization"] = f"Bearer {opened['visitor_token']}"

    def say(self, text: str, *, client_id: str | None = None) -> Message:
        body = {"client_id": client_id or uuid4().hex, "text": text}
        return self.post(f"{self.conversation}/messages", json=body).raise_for_status().json()

    def press(self, button: dict[str, Any]) -> Message:
        body = {"client_id": uuid4().hex, "choice": button["choice"]}
        return self.post(f"{self.conversation}/messages", json=body).raise_for_status().json()

    def state(self) -> dict[str, Any]:
        return self.get(self.conversation).raise_for_status().json()

    def messages(self) -> list[Message]:
        """The messages. As the widget does, it asks again where nobody listens for a moment."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return self.state()["messages"]
            except httpx.TransportError:
                assert time.monotonic() < end
                time.sleep(0.3)

    def wait_for(self, wanted: Callable[[Message], bool], *, seconds: float = PATIENCE) -> Message:
        """Return the newest message that is `wanted`, waiting for it."""
        end = time.monotonic() + seconds
        while True:
            messages = self.messages()
            for message in reversed(messages):
                if wanted(message):
                    return message
            assert time.monotonic() < end, messages
            time.sleep(0.1)

    def ask(self, text: str, *, seconds: float = PATIENCE) -> Message:
        """Say something and return the bot's reply to it."""
        said = self.say(text)
        return self.wait_for(lambda m: m["author"] == "bot" and m["seq"] > said["seq"], seconds=seconds)


class Colleague(httpx.Client):
    """A signed-in member of staff."""

    def __init__(self, url: str, email: str) -> None:
        super().__init__(base_url=url, timeout=30)
        self.post("/staff/sign-in", data={"email": email, "password": "madoguchi"})
        page = self.get("/staff/inbox", headers={"accept": "text/html"}).raise_for_status().text
        found = re.search(r"hx-headers='([^']+)'", page)
        assert found, page
        self.headers["X-CSRF-Token"] = json.loads(html.unescape(found[1]))["X-CSRF-Token"]

    def figure(self, slug: str) -> dict[str, Any]:
        """Return one of the manager's figures over the last 30 days."""
        metrics = self.get("/api/metrics").raise_for_status().json()["metrics"]
        return next(metric for metric in metrics if metric["slug"] == slug)


class Outsider(httpx.Client):
    """Somebody without an account."""

    def __init__(self, url: str) -> None:
        super().__init__(base_url=url, timeout=20)
