"""Customers at the widget: they open a conversation, ask, and wait for the answer on their stream."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from uuid import uuid4

from tests.benchmarks.conversation.wire import Cut, Line, Refused

KEY = {"X-Madoguchi-Key": "demo"}
A_CONVERSATION = 12
"""Questions in one conversation: fewer than a minute's limit allows."""
PATIENCE = 60.0
TROUBLE = (Refused, Cut, OSError, TimeoutError, asyncio.IncompleteReadError)


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
    while (until is None or time.monotonic() < until) and (most is None or len(seen.ids) < most):
        line, stream = Line(url, KEY), Line(url, KEY)
        try:
            await _converse(line, stream, asked, seen, until=until, most=most)
        except TROUBLE as error:
            seen.errors.append(f"{type(error).__name__}: {error}")
            await asyncio.sleep(0.5)
        finally:
            line.close()
            stream.close()


async def _converse(
    line: Line, stream: Line, asked: Iterator[str], seen: Talk, *, until: float | None, most: int | None
) -> None:
    async with asyncio.timeout(PATIENCE):
        opened = await line.post("/widget/conversations", {"language": "ja"})
    path = f"/widget/conversations/{opened['conversation_id']}"
    line.headers["Authorization"] = stream.headers["Authorization"] = f"Bearer {opened['visitor_token']}"
    events = stream.events(f"{path}/events")
    async with asyncio.timeout(PATIENCE):
        await anext(events)
    for _ in range(A_CONVERSATION):
        if (until and time.monotonic() >= until) or (most and len(seen.ids) >= most):
            return
        began, client_id = time.perf_counter(), uuid4().hex
        async with asyncio.timeout(PATIENCE):
            sent = await line.post(f"{path}/messages", {"client_id": client_id, "text": next(asked)})
            seen.ids.append(client_id)
            act = await _answer(events, after=sent["seq"])
        seen.seconds.append(time.perf_counter() - began)
        if act == "hand_off":
            # A sensitive word gave the conversation to a person: the bot is silent in it from now on.
            return


async def _answer(events: AsyncIterator[tuple[str, str]], *, after: int) -> str:
    """Read the stream until the bot's message that comes after the customer's; return its act."""
    async for name, data in events:
        if name == "message":
            message = json.loads(data)
            if message["author"] == "bot" and message["seq"] > after:
                return str(message["content"].get("act", ""))
    raise Cut("the stream ended")


async def rest_talk(url: str, asked: Iterator[str], seen: Talk, *, until: float) -> None:
    """Ask a plain Rasa bot over its REST channel until the clock shows `until`."""
    line = Line(url)
    while time.monotonic() < until:
        sender = uuid4().hex
        for _ in range(A_CONVERSATION):
            if time.monotonic() >= until:
                break
            began = time.perf_counter()
            try:
                async with asyncio.timeout(PATIENCE):
                    said = await line.post(
                        "/webhooks/rest/webhook", {"sender": sender, "message": next(asked)}
                    )
                if not said:
                    raise Refused("no words")
            except TROUBLE as error:
                seen.errors.append(f"{type(error).__name__}: {error}")
                line.close()
                await asyncio.sleep(0.5)
                continue
            seen.ids.append(sender)
            seen.seconds.append(time.perf_counter() - began)
    line.close()
