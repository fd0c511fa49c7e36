"""Customers at the widget: they open a conversation, ask, and wait for the answer on their stream."""

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import uuid4

import httpx

KEY = {"X-Madoguchi-Key": "demo"}
A_CONVERSATION = 12
"""Questions in one conversation: fewer than a minute's limit allows."""
PATIENCE = 60.0


@dataclass
class Talk:
    """What one customer saw: seconds from sending to the answer, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


async def talk(
    url: str, asked: Iterator[str], seen: Talk, *, until: float | None = None, most: int | None = None
) -> None:
    """Ask one question after the other, until the clock shows `until` or `most` were asked."""
    limits = httpx.Limits(max_connections=4)
    while (until is None or time.monotonic() < until) and (most is None or len(seen.ids) < most):
        async with httpx.AsyncClient(base_url=url, headers=KEY, timeout=PATIENCE, limits=limits) as http:
            try:
                await _converse(http, asked, seen, until=until, most=most)
            except (httpx.HTTPError, TimeoutError, AssertionError) as error:
                seen.errors.append(f"{type(error).__name__}: {error}")
                await asyncio.sleep(0.5)


async def _converse(
    http: httpx.AsyncClient, asked: Iterator[str], seen: Talk, *, until: float | None, most: int | None
) -> None:
    opened = (await http.post("/widget/conversations", json={"language": "ja"})).raise_for_status().json()
    path = f"/widget/conversations/{opened['conversation_id']}"
    http.headers["Authorization"] = f"Bearer {opened['visitor_token']}"
    answered: asyncio.Queue[tuple[int, str]] = asyncio.Queue()
    listening = asyncio.Event()
    stream = asyncio.create_task(_listen(http, path, answered, listening))
    try:
        await asyncio.wait_for(listening.wait(), PATIENCE)
        for _ in range(A_CONVERSATION):
            if (until and time.monotonic() >= until) or (most and len(seen.ids) >= most):
                return
            began, client_id = time.perf_counter(), uuid4().hex
            body = {"client_id": client_id, "text": next(asked)}
            sent = await http.post(f"{path}/messages", json=body)
            assert sent.status_code == 202, f"{sent.status_code} {sent.text[:200]}"
            seen.ids.append(client_id)
            seq = act = None
            while seq is None or seq <= sent.json()["seq"]:
                seq, act = await asyncio.wait_for(answered.get(), PATIENCE)
            seen.seconds.append(time.perf_counter() - began)
            if act == "hand_off":
                # A sensitive word gave the conversation to a person: the bot is silent in it from now on.
                return
    finally:
        stream.cancel()
        with suppress(asyncio.CancelledError, httpx.HTTPError):
            await stream


async def _listen(
    http: httpx.AsyncClient, path: str, answered: asyncio.Queue[tuple[int, str]], listening: asyncio.Event
) -> None:
    """Put the number and the act of each of the bot's messages into `answered` as its event arrives."""
    event = ""
    async with http.stream("GET", f"{path}/events", timeout=None) as stream:
        async for line in stream.aiter_lines():
            name, _, value = line.partition(": ")
            if name == "event":
                event = value
                listening.set()
            elif name == "data" and event == "message":
                message = json.loads(value)
                if message["author"] == "bot":
                    answered.put_nowait((message["seq"], message["content"].get("act", "")))


async def rest_talk(url: str, asked: Iterator[str], seen: Talk, *, until: float) -> None:
    """Ask a plain Rasa bot over its REST channel until the clock shows `until`."""
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as http:
        while time.monotonic() < until:
            sender = uuid4().hex
            for _ in range(A_CONVERSATION):
                if time.monotonic() >= until:
                    return
                began = time.perf_counter()
                try:
                    reply = await http.post(
                        "/webhooks/rest/webhook", json={"sender": sender, "message": next(asked)}
                    )
                    assert reply.status_code == 200, reply.status_code
                    assert reply.json(), "no words"
                except (httpx.HTTPError, AssertionError) as error:
                    seen.errors.append(f"{type(error).__name__}: {error}")
                    await asyncio.sleep(0.5)
                    continue
                seen.ids.append(sender)
                seen.seconds.append(time.perf_counter() - began)
