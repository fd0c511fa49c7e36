"""Passing a conversation on: to a colleague, back to the queue, or to a later time."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from api.chat.messages import tell
from api.chat.models import Conversation, HandOff
from api.clock import aware
from api.database import notify
from api.errors import Conflict, Invalid
from api.inbox.desk import (
    HandOffClosed,
    NotYours,
    locked,
    may_act,
    record_claim,
    record_release,
    say,
)
from api.inbox.noting import write_note
from api.inbox.presence import mark_read
from api.inbox.store import colleague_for
from api.staff.models import Staff

LONGEST_SNOOZE = timedelta(days=31)


class AlreadyTheirs(Conflict):
    """This colleague has the conversation already."""


class BadSnooze(Invalid):
    """Choose a time within the next 31 days."""


def hand_over(
    session: Session, hand_off_id: int, by: Staff, *, to: int, note: str = "", now: datetime
) -> None:
    """Give the conversation to a colleague, with a note only staff see. The customer is told the name.

    For the metrics it is a release and a claim. Raises `NotYours`, `HandOffClosed`, `NoSuchColleague`,
    `AlreadyTheirs`, `NoteTooLong`.
    """
    hand_off, conversation = _held(session, hand_off_id, by)
    colleague = colleague_for(session, to)
    if hand_off.claimed_by == colleague.id:
        raise AlreadyTheirs
    record_release(session, hand_off, now=now, to=colleague.id)
    record_claim(session, hand_off, colleague.id, now=now, by=by.id)
    hand_off.claimed_by, hand_off.claimed_at, hand_off.snoozed_until = colleague.id, now, None
    _passed(session, conversation, by, note, now=now)
    say(session, hand_off, conversation, "passed_on", now=now, name=colleague.name)
    notify(session, "inbox")


def release(session: Session, hand_off_id: int, by: Staff, *, note: str = "", now: datetime) -> None:
    """Put the conversation back into the queue. It waits from when the customer first asked.

    Raises `NotYours`, `HandOffClosed`, `NoteTooLong`.
    """
    hand_off, conversation = _held(session, hand_off_id, by)
    record_release(session, hand_off, now=now, to=None)
    hand_off.claimed_by = hand_off.claimed_at = hand_off.snoozed_until = None
    _passed(session, conversation, by, note, now=now)
    say(session, hand_off, conversation, "released", now=now)
    notify(session, "inbox")


def snooze(
    session: Session,
    hand_off_id: int,
    by: Staff,
    *,
    until: datetime,
    seen: int | None = None,
    now: datetime,
) -> None:
    """Let the conversation rest until a time. It comes back then, or when the customer writes.

    `seen` is the number of the newest message that the agent has seen (none: all of them). Raises `NotYours`,
    `HandOffClosed`, `BadSnooze`.
    """
    hand_off, conversation = _held(session, hand_off_id, by)
    if not now < aware(until) <= now + LONGEST_SNOOZE:
        raise BadSnooze
    mark_read(session, hand_off, conversation, conversation.last_seq if seen is None else seen)
    hand_off.snoozed_until = until
    _told(session, conversation)


def wake(session: Session, hand_off_id: int, by: Staff) -> None:
    """End the rest now. Raises `NotYours`, `HandOffClosed`."""
    hand_off, conversation = _held(session, hand_off_id, by)
    hand_off.snoozed_until = None
    _told(session, conversation)


def _held(session: Session, hand_off_id: int, by: Staff) -> tuple[HandOff, Conversation]:
    hand_off, conversation = locked(session, hand_off_id)
    if hand_off.closed_at is not None:
        raise HandOffClosed
    if not may_act(hand_off, by):
        raise NotYours
    return hand_off, conversation


def _passed(session: Session, conversation: Conversation, by: Staff, note: str, *, now: datetime) -> None:
    """Leave the note, and nobody typing."""
    conversation.agent_typing_at = conversation.agent_typing_id = None
    if note.strip():
        write_note(session, conversation, by, text=note, now=now)


def _told(session: Session, conversation: Conversation) -> None:
    session.flush()
    tell(session, conversation.id)
    notify(session, "inbox")
