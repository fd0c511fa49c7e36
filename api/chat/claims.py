"""Claims on conversations: of several processes, one at a time asks the bot for a conversation's reply.

A claim is a PostgreSQL advisory lock on one connection per process. No transaction stays open while the bot
thinks, and when a process dies the database lets go of its claims at once.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg

SPACE = 0x7475726E
"""Keeps these locks apart from other advisory locks of the database ("turn" in ASCII)."""


class Claims:
    """The conversations this process works on."""

    def __init__(self, connection: psycopg.AsyncConnection) -> None:
        self._connection = connection
        self._held: set[str] = set()

    def __len__(self) -> int:
        return len(self._held)

    async def take(self, conversation_id: str) -> bool:
        """Claim a conversation; False when this or another process has it."""
        if conversation_id in self._held:
            return False
        cursor = await self._connection.execute(
            "SELECT pg_try_advisory_lock(%s, hashtext(%s))", (SPACE, conversation_id)
        )
        row = await cursor.fetchone()
        if row is None or not row[0]:
            return False
        self._held.add(conversation_id)
        return True

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
