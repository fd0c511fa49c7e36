"""Internal notes: written by staff, read by staff, never shown to the customer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.chat.messages import tell
from api.chat.models import Conversation
from api.chat.receiving import storable
from api.errors import Forbidden, Invalid, NotFound
from api.inbox.models import Note
from api.inbox.store import LARGEST
from api.staff.models import Staff

LENGTH = 4000


class EmptyNote(Invalid):
    """Please write a note."""


class NoteTooLong(Invalid):
    """A note can have up to 4,000 characters."""


class NoSuchNote(NotFound):
    """There is no such note."""


class NotYourNote(Forbidden):
    """Only who wrote a note may delete it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedNote:
    """A note with the name of who wrote it."""

    id: int
    staff_id: int | None
    agent: str | None
    text: str
    created_at: datetime


def write_note(session: Session, conversation: Conversation, by: Staff, *, text: str, now: datetime) -> Note:
    """Add a note; any agent may. Raises `EmptyNote`, `NoteTooLong`."""
    text = storable(text).replace("\r\n", "\n").strip()
    if not text:
        raise EmptyNote
    if len(text) > LENGTH:
        raise NoteTooLong
    note = Note(conversation_id=conversation.id, staff_id=by.id, text=text, created_at=now)
    session.add(note)
    session.flush()
    tell(session, conversation.id)
    return note


def delete_note(session: Session, conversation_id: str, note_id: int, by: Staff) -> Note:
    """Delete one's own note and return what it said. Raises `NoSuchNote`, `NotYourNote`."""
    note = session.get(Note, note_id) if 0 < note_id < LARGEST else None
    if note is None or note.conversation_id != conversation_id:
        raise NoSuchNote
    if note.staff_id != by.id:
        raise NotYourNote
    session.delete(note)
    session.flush()
    tell(session, conversation_id)
    return note


def notes_of(session: Session, conversation_id: str) -> list[SignedNote]:
    """Return a conversation's notes in the order they were written."""
    rows = session.execute(
        select(Note, Staff.name)
        .outerjoin(Staff, Staff.id == Note.staff_id)
        .where(Note.conversation_id == conversation_id)
        .order_by(Note.created_at, Note.id)
    )
    return [
        SignedNote(id=note.id, staff_id=note.staff_id, agent=name, text=note.text, created_at=note.created_at)
        for note, name in rows
    ]
