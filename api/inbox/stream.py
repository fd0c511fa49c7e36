"""The live stream of the inbox: what needs this agent, and who is typing. It ends when they sign out."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.chat.marks import TYPING, is_typing
from api.chat.models import Conversation, HandOff
from api.database import transaction
from api.holdout.store import note_duty
from api.house import House
from api.inbox.models import Note
from api.inbox.queue_store import counts
from api.inbox.store import name_of
from api.staff.sessions import session_for

KEEP_ALIVE = 10.0
"""Seconds of quiet after which the stream looks again: at the sign-in, at what a snooze brings back."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What a look found.

    `told` are the numbers, `typing` who writes (the customer, an agent's name), and `state` changes with
    anything else that the page of the conversation shows.
    """

    told: dict[str, int]
    typing: dict[str, Any]
    state: tuple[Any, ...] | None


async def changes(house: House, token: str, conversation_id: str = "") -> AsyncIterator[bytes]:
    """Yield `changed` at the start and whenever the inbox or the conversation changes, and `typing`.

    The data of `changed` are numbers: how many wait for an agent, and how many for this one.
    """
    topics = ("inbox", f"conversation:{conversation_id}") if conversation_id else ("inbox",)
    before: Seen | None = None
    # Subscribe first, read after: what happens in between is a notice.
    with house.live.subscribe(*topics) as notices:
        noticed = {"inbox"}
        while not house.live.stopping:
            seen = await asyncio.to_thread(_look, house, token, conversation_id)
            if seen is None:
                return
            if before is None or seen.typing != before.typing:
                yield format_sse_event(event="typing", data_str=json.dumps(seen.typing, ensure_ascii=False))
            if before is None or "inbox" in noticed or (seen.told, seen.state) != (before.told, before.state):
                yield format_sse_event(event="changed", data_str=json.dumps(seen.told))
            else:
                yield KEEPALIVE_COMMENT
            before = seen
            # Nobody says that they have stopped typing.
            quick = any(seen.typing.values())
            noticed = await notices.wait(TYPING.total_seconds() / 4 if quick else KEEP_ALIVE)


def _look(house: House, token: str, conversation_id: str) -> Seen | None:
    """Return what this agent is to know now; None once they are signed out."""
    now = house.clock()
    with transaction(house.sessions) as session:
        found = session_for(session, token, now=now)
        if found is None:
            return None
        note_duty(session, found.staff_id, now=now)
        counted = counts(session, found.staff_id, now=now)
        there = session.get(Conversation, conversation_id) if conversation_id else None
        return Seen(
            told={key: counted[key] for key in ("waiting", "due", "snoozed")},
            typing=_typing(session, there, found.staff_id, now),
            state=_state(session, there) if there else None,
        )


def _typing(session: Session, there: Conversation | None, staff_id: int, now: datetime) -> dict[str, Any]:
    if there is None:
        return {"customer": False, "agent": None}
    colleague = is_typing(there.agent_typing_at, now) and there.agent_typing_id != staff_id
    return {
        "customer": is_typing(there.customer_typing_at, now),
        "agent": name_of(session, there.agent_typing_id) if colleague else None,
    }


def _state(session: Session, there: Conversation) -> tuple[Any, ...]:
    notes = select(func.count(), func.max(Note.id)).where(Note.conversation_id == there.id)
    hand_offs = (
        select(HandOff.id, HandOff.claimed_by, HandOff.claimed_at, HandOff.closed_at, HandOff.snoozed_until)
        .where(HandOff.conversation_id == there.id)
        .order_by(HandOff.id)
    )
    return (
        there.last_seq,
        there.customer_delivered_seq,
        there.customer_read_seq,
        *session.execute(notes).one(),
        *map(tuple, session.execute(hand_offs)),
    )
