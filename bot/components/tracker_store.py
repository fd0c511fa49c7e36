"""Rasa's SQL tracker store, asking the database less."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore, create_engine_kwargs
from rasa.shared.core.events import SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker

KEPT = "_kept_events"
"""Of a tracker: how many of its events are in the store."""


class LeanTrackerStore(SQLTrackerStore):
    """The same table and the same events as `SQLTrackerStore`, in fewer and cheaper statements.

    Rasa's own builds its queries by the ORM each time, reads rows as objects, and counts what is there before
    it writes. Here statements are put together once, and a tracker that was read remembers how many of its
    events came from the store: a conversation's lock is held from reading to writing, so nobody adds any.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        events = self.SQLEvent.__table__
        of_sender = events.c.sender_id == sa.bindparam("sender_id")
        started = (
            sa.select(sa.func.max(events.c.timestamp))
            .where(of_sender, events.c.type_name == SessionStarted.type_name)
            .scalar_subquery()
        )
        # Those of the newest session; all if none was ever started.
        self._of_session = (
            sa.select(events.c.data)
            .where(of_sender, events.c.timestamp >= sa.func.coalesce(started, float("-inf")))
            .order_by(events.c.id)
        )
        self._insert = sa.insert(events)
        # Each is one statement: to begin and to end a transaction would be two more ways to the database.
        self._at_once = sa.create_engine(
            self.engine.url,
            isolation_level="AUTOCOMMIT",
            pool_reset_on_return=None,
            **create_engine_kwargs(self.engine.url),
        )

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker of the newest session, None for a stranger."""
        with self._at_once.connect() as connection:
            rows = connection.execute(self._of_session, {"sender_id": sender_id}).scalars().all()
        if not rows or not self.domain:
            return None
        tracker = DialogueStateTracker.from_dict(
            sender_id, [json.loads(data) for data in rows], self.domain.slots
        )
        setattr(tracker, KEPT, len(rows))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the events that are new."""
        kept = getattr(tracker, KEPT, None)
        if kept is None:
            # Not read from here: a new conversation, or a tracker that Rasa copied.
            await super().save(tracker)
            setattr(tracker, KEPT, len(tracker.events))
            return
        await self.stream_events(tracker)
        rows = [_row(tracker.sender_id, event.as_dict()) for event in islice(tracker.events, kept, None)]
        if rows:
            with self._at_once.connect() as connection:
                connection.execute(self._insert, rows)
        setattr(tracker, KEPT, len(tracker.events))


def _row(sender_id: str, event: dict[str, Any]) -> dict[str, Any]:
    return {
        "sender_id": sender_id,
        "type_name": event["event"],
        "timestamp": event.get("timestamp"),
        "intent_name": (event.get("parse_data") or {}).get("intent", {}).get("name"),
        "action_name": event.get("name"),
        "data": json.dumps(event),
    }
