"""Claims on conversations: of several processes, one at a time asks the bot for a conversation's reply.

A claim is a PostgreSQL advisory lock on one connection per process. No transaction stays open while the bot
thinks, and when a process dies the database lets go of its claims at once.
"""

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import psycopg

from api.chat.turns import Due

SPACE = 0x7475726E
"""Keeps these locks apart from other advisory locks of the database ("turn" in ASCII)."""
REFUSED = 0.3
"""Seconds in which a conversation that another process works on is not asked for again."""
LATELY = 5.0
"""Seconds in which it comes after those that nobody may be working on."""


class Claims:
    """The conversations this process works on."""

    def __init__(self, connection: psycopg.AsyncConnection) -> None:
        self._connection = connection
        self._held: set[str] = set()
        self._refused: dict[str, float] = {}

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, conversation_id: str) -> bool:
        return conversation_id in self._held

    async def take(self, conversation_id: str) -> bool:
        """Claim a conversation; False when this or another process has it."""
        now = time.monotonic()
        if conversation_id in self._held or now - self._refused.get(conversation_id, 0.0) < REFUSED:
            return False
        cursor = await self._connection.execute(
            "SELECT pg_try_advisory_lock(%s, hashtext(%s))", (SPACE, conversation_id)
        )
        row = await cursor.fetchone()
        if row is None or not row[0]:
            self._refused[conversation_id] = now
            return False
        self._held.add(conversation_id)
        return True

    def free_first(self, due: Sequence[Due]) -> list[Due]:
        """Return `due` in its order, but last those that another process had when they were asked for.

        They are the oldest, so at each look every one of them would be asked for in vain.
        """
        now = time.monotonic()
        self._refused = {id_: at for id_, at in self._refused.items() if now - at < LATELY}
        return sorted(due, key=lambda one: one.conversation_id in self._refused)

    async def give_back(self, conversation_id: str) -> None:
        """Let go of a conversation."""
        self._held.discard(conversation_id)
        await self._connection.execute(
            "SELECT pg_advisory_unlock(%s, hashtext(%s))", (SPACE, conversation_id)
        )


@asynccontextmanager
async def claims(url: str) -> AsyncIterator[Claims]:
    """Connect, and let go of everything at the end."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        yield Claims(connection)
