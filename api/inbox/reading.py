"""The agent is at it: writes a reply, has read what the customer wrote."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.inbox.desk import NotYours, locked
from api.inbox.presence import mark_read, note_typing
from api.staff.models import Staff


def write_to_customer(session: Session, hand_off_id: int, by: Staff, *, now: datetime) -> None:
    """Note that the agent is writing; customer and colleagues see it. Raises `NotYours`."""
    hand_off, conversation = locked(session, hand_off_id)
    if hand_off.claimed_by != by.id or hand_off.closed_at is not None:
        raise NotYours
    note_typing(session, conversation, by, now=now)


def read_up_to(session: Session, hand_off_id: int, by: Staff, seq: int) -> None:
    """Note what the agent who has the conversation has read. Raises `NotYours`."""
    hand_off, conversation = locked(session, hand_off_id)
    if hand_off.claimed_by != by.id:
        raise NotYours
    mark_read(session, hand_off, conversation, seq)
