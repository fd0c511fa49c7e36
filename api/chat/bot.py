"""Asking Rasa: one message in, acts out."""

import json
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import numpy as np
import numpy.typing as npt

from api.chat.acts import Act, NoAct, NotReady, Say, Spoken, act_from_json
from api.chat.turns import Waiting
from api.settings import Settings

KEPT = 30.0
"""Seconds a connection to the bot is kept for the next turn; Rasa keeps it for 120."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Embedded:
    """An embedding (d,) float32 of length 1, and the model that made it."""

    model_id: str
    vector: npt.NDArray[np.float32]


class BotAway(Exception):
    """The bot is down or still loading. The turn waits."""


class BotFailed(Exception):
    """The bot took the message and did not manage: an error, or no reply in time."""


class BotConfused(Exception):
    """The bot replied with nothing that can be shown."""


@asynccontextmanager
async def bot_client(settings: Settings) -> AsyncIterator[aiohttp.ClientSession]:
    """Open a client of the bot. It heeds no proxy of the environment: Rasa is on our own network."""
    async with aiohttp.ClientSession(
        base_url=settings.bot_url,
        timeout=aiohttp.ClientTimeout(total=settings.bot_timeout, connect=2),
        # Shorter than Rasa keeps a connection: it is not to close one as we take it up.
        connector=aiohttp.TCPConnector(keepalive_timeout=KEPT, limit=0),
    ) as client:
        yield client


async def ask(client: aiohttp.ClientSession, turn: Waiting, embedded: Embedded | None = None) -> list[Spoken]:
    """Return what the bot does about a turn, at least one act.

    `embedded`: the embedding of what the turn asks for, so that the bot need not make it again. Raises
    `BotAway`, `BotFailed` or `BotConfused`.
    """
    message = {
        "sender": turn.conversation_id,
        "message": turn.payload,
        "metadata": {
            "message_id": turn.message_id,
            "conversation_id": turn.conversation_id,
            "language": turn.language,
            **({"embedding": _sent(embedded)} if embedded else {}),
        },
    }
    try:
        try:
            status, body = await _told(client, message)
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientConnectionResetError):
            # A connection from before a restart of the bot. If it is gone for good, a new one says so.
            status, body = await _told(client, message)
    except aiohttp.ConnectionTimeoutError as error:
        raise BotAway("no connection in time") from error
    except TimeoutError as error:
        raise BotFailed("no reply in time") from error
    except aiohttp.ClientError as error:
        raise BotAway(f"{type(error).__name__}: {error}") from error
    if status in {404, 503}:
        raise BotAway(f"status {status}")
    if status != 200:
        raise BotFailed(f"status {status}")
    try:
        entries = json.loads(body)
    except ValueError as error:
        raise BotConfused("no JSON") from error
    return _spoken(entries, turn)


async def _told(client: aiohttp.ClientSession, message: dict[str, Any]) -> tuple[int, bytes]:
    async with client.post("/webhooks/rest/webhook", json=message) as answer:
        return answer.status, await answer.read()


def _sent(embedded: Embedded) -> dict[str, str]:
    vector = embedded.vector.astype("<f4").tobytes()
    return {"model": embedded.model_id, "vector": b64encode(vector).decode()}


def _spoken(entries: Any, turn: Waiting) -> list[Spoken]:
    acts = [act for entry in entries if (act := _act(entry, turn))] if isinstance(entries, list) else []
    if any(isinstance(act, NotReady) for act in acts):
        raise BotAway("the answer index is loading")
    spoken = [act for act in acts if not isinstance(act, NotReady)]
    if not spoken:
        raise BotConfused(f"no act in {str(entries)[:200]}")
    return spoken


def _act(entry: Any, turn: Waiting) -> Act | None:
    if not isinstance(entry, dict):
        return None
    custom, text = entry.get("custom"), entry.get("text")
    if isinstance(custom, dict):
        try:
            return act_from_json(custom)
        except NoAct:
            return None
    if isinstance(text, str) and text.strip():
        return Say(text=text.strip(), language=turn.language)
    return None
