"""The live stream of a conversation: server-sent events that can be taken up again where they broke off."""

from collections.abc import AsyncIterator
from functools import partial

from sqlalchemy.orm import Session

from api.chat.attachments.links import FileLinks, links_of
from api.chat.marks import TYPING
from api.chat.store import news_of
from api.chat.views import ShownMessage, ShownStatus
from api.database import in_autocommit
from api.house import House

KEEP_ALIVE = 15.0
"""Seconds of quiet after which a comment keeps proxies from closing the stream."""


async def events(house: House, conversation_id: str, seen: int) -> AsyncIterator[str]:
    """Yield `message` events after number `seen` (their id is the number) and `state` events.

    A message's number is given under the conversation's lock, so none appears behind one already sent.
    """
    told: ShownStatus | None = None
    links = links_of(house)
    # Subscribe first, read after: what happens in between is a notice.
    with house.live.subscribe(f"conversation:{conversation_id}") as notices:
        while not house.live.stopping:
            look = partial(_look, links=links, conversation_id=conversation_id, seen=seen)
            messages, status = await in_autocommit(house.sessions, look)
            news = ""
            for message in messages:
                seen = message.seq
                news += f"id: {seen}\nevent: message\ndata: {message.model_dump_json()}\n\n"
            if status != told:
                told = status
                news += f"event: state\ndata: {status.model_dump_json()}\n\n"
            if news:
                # What is known at once is sent at once: each piece takes its way through the server.
                yield news
            # Nobody says that they stopped typing.
            if not await notices.wait(TYPING.total_seconds() / 4 if status.agent_typing else KEEP_ALIVE):
                yield ": still here\n\n"


def _look(
    session: Session, *, links: FileLinks, conversation_id: str, seen: int
) -> tuple[list[ShownMessage], ShownStatus]:
    lines, status = news_of(session, conversation_id, seen)
    return [ShownMessage.of(line, links) for line in lines], ShownStatus.of(status)
