"""The live stream of the inbox: says that something changed, and how many customers wait."""

import asyncio
from collections.abc import AsyncIterator

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from api.database import transaction
from api.house import House
from api.inbox.store import counts

KEEP_ALIVE = 15.0
"""Seconds of quiet after which a comment keeps proxies from closing the stream."""


async def changes(house: House, topics: tuple[str, ...]) -> AsyncIterator[bytes]:
    """Yield a `changed` event at the start and whenever one of `topics` changes; data: how many wait."""
    # Subscribe first, read after: what happens in between is a notice.
    with house.live.subscribe(*topics) as notices:
        changed = True
        while not house.live.stopping:
            if changed:
                waiting = await asyncio.to_thread(_waiting, house)
                yield format_sse_event(event="changed", data_str=str(waiting))
            else:
                yield KEEPALIVE_COMMENT
            changed = bool(await notices.wait(KEEP_ALIVE))


def _waiting(house: House) -> int:
    with transaction(house.sessions) as session:
        return counts(session, staff_id=0)["waiting"]
