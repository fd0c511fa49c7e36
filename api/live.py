"""Pages and streams hear of changes from every process, by PostgreSQL's LISTEN and NOTIFY."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.pq.abc import PGconn

from api.database import CHANNEL

log = logging.getLogger(__name__)


class Subscription:
    """The topics one listener cares about."""

    def __init__(self) -> None:
        self._changed: set[str] = set()
        self._event = asyncio.Event()

    def tell(self, topic: str) -> None:
        """Note that `topic` changed."""
        self._changed.add(topic)
        self._event.set()

    async def wait(self, timeout: float) -> set[str]:
        """Return the topics that changed since the last call; empty after `timeout` seconds of quiet."""
        try:
            # Not wait_for: in Python 3.11 it swallows a cancellation that meets the event.
            async with asyncio.timeout(timeout):
                await self._event.wait()
        except TimeoutError:
            return set()
        self._event.clear()
        changed, self._changed = self._changed, set()
        return changed


class Live:
    """One LISTEN connection a process; it spreads notices to subscriptions."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._subscriptions: dict[str, set[Subscription]] = defaultdict(set)
        self._stopping = False

    @property
    def stopping(self) -> bool:
        """Whether the process is going down: streams should end."""
        return self._stopping

    @contextmanager
    def subscribe(self, *topics: str) -> Iterator[Subscription]:
        """Hear of `topics` while the block runs. Subscribe first, read the state after: nothing is missed."""
        subscription = Subscription()
        for topic in topics:
            self._subscriptions[topic].add(subscription)
        try:
            yield subscription
        finally:
            for topic in topics:
                self._subscriptions[topic].discard(subscription)
                if not self._subscriptions[topic]:
                    del self._subscriptions[topic]

    async def run(self) -> None:
        """Listen until cancelled; reconnect when the database goes away."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    # What happened while nobody listened is unknown: everybody looks again.
                    self.wake_all()
                    await self._listen(connection.pgconn)
            except psycopg.Error as error:
                log.warning("lost the database's notices, trying again: %s", error)
                await asyncio.sleep(1)

    async def _listen(self, server: PGconn) -> None:
        """Spread what the server tells, until it goes away: then that is raised.

        Read right where the loop sees it: to wait for each notice by psycopg's own means costs ten times as
        much, and every process hears every notice.
        """
        loop, socket = asyncio.get_running_loop(), server.socket
        gone: asyncio.Future[None] = loop.create_future()

        def read() -> None:
            try:
                server.consume_input()
                while notice := server.notifies():
                    self._spread(notice.extra.decode())
            except psycopg.Error as error:
                loop.remove_reader(socket)
                if not gone.done():
                    gone.set_exception(error)

        loop.add_reader(socket, read)
        try:
            read()
            await gone
        finally:
            loop.remove_reader(socket)

    def stop(self) -> None:
        """End every stream."""
        self._stopping = True
        self.wake_all()

    def wake_all(self) -> None:
        """Make every subscription look again."""
        for topic in list(self._subscriptions):
            self._spread(topic)

    def _spread(self, topic: str) -> None:
        for subscription in tuple(self._subscriptions.get(topic, ())):
            subscription.tell(topic)
