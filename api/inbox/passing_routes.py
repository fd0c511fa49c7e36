"""Passing on, snoozing, notes, typing and read marks, in JSON."""

from fastapi import APIRouter, Request, UploadFile

from api.access import Agent
from api.chat.attachments.links import links_of
from api.chat.attachments.routes import ShownFile
from api.database import Transaction
from api.house import house_of
from api.inbox import desk, noting, passing, reading
from api.inbox.queue_store import row_for
from api.inbox.shapes import Marks, Noting, ShownHandOff, ShownNote, Snooze, Transfer
from api.inbox.store import hand_off_for
from api.inbox.uploading import upload

router = APIRouter(prefix="/api/hand-offs/{hand_off_id}")


@router.post("/transfer", status_code=201)
def hand_over(
    request: Request, session: Transaction, staff: Agent, hand_off_id: int, transfer: Transfer
) -> ShownHandOff:
    """Give the conversation to a colleague. The customer is told the name."""
    now = house_of(request).clock()
    passing.hand_over(session, hand_off_id, staff.staff, to=transfer.staff_id, note=transfer.note, now=now)
    return shown(request, session, hand_off_id)


@router.delete("/claim")
def release(request: Request, session: Transaction, staff: Agent, hand_off_id: int) -> ShownHandOff:
    """Put the conversation back into the queue."""
    passing.release(session, hand_off_id, staff.staff, now=house_of(request).clock())
    return shown(request, session, hand_off_id)


@router.put("/snooze")
def snooze(
    request: Request, session: Transaction, staff: Agent, hand_off_id: int, wanted: Snooze
) -> ShownHandOff:
    """Let it rest. It comes back at that time, or when the customer writes."""
    now = house_of(request).clock()
    passing.snooze(session, hand_off_id, staff.staff, until=wanted.until, seen=wanted.seen, now=now)
    return shown(request, session, hand_off_id)


@router.delete("/snooze")
def wake(request: Request, session: Transaction, staff: Agent, hand_off_id: int) -> ShownHandOff:
    """End the rest."""
    passing.wake(session, hand_off_id, staff.staff)
    return shown(request, session, hand_off_id)


@router.get("/notes")
def read_notes(session: Transaction, staff: Agent, hand_off_id: int) -> list[ShownNote]:
    """List the internal notes of the conversation."""
    conversation_id = hand_off_for(session, hand_off_id).conversation_id
    return [ShownNote.model_validate(note) for note in noting.notes_of(session, conversation_id)]


@router.post("/notes", status_code=201)
def add_note(
    request: Request, session: Transaction, staff: Agent, hand_off_id: int, body: Noting
) -> ShownNote:
    """Write a note for colleagues; any agent may."""
    _, conversation = desk.locked(session, hand_off_id)
    now = house_of(request).clock()
    note = noting.write_note(session, conversation, staff.staff, text=body.text, now=now)
    return ShownNote(id=note.id, agent=staff.staff.name, text=note.text, created_at=note.created_at)


@router.delete("/notes/{note_id}", status_code=204)
def delete_note(session: Transaction, staff: Agent, hand_off_id: int, note_id: int) -> None:
    """Delete one's own note."""
    _, conversation = desk.locked(session, hand_off_id)
    noting.delete_note(session, conversation.id, note_id, staff.staff)


@router.post("/attachments", status_code=201)
def attach(
    request: Request, session: Transaction, staff: Agent, hand_off_id: int, file: UploadFile
) -> ShownFile:
    """Upload a picture or a PDF for a reply; the reply names it by its id within a day."""
    kept = upload(request, session, staff, hand_off_id, file)
    return ShownFile.of(kept, links_of(house_of(request)))


@router.post("/typing", status_code=204)
def typing(request: Request, session: Transaction, staff: Agent, hand_off_id: int) -> None:
    """Say that one is writing to the customer; at most every 3 seconds. It is shown for 6."""
    reading.write_to_customer(session, hand_off_id, staff.staff, now=house_of(request).clock())


@router.post("/marks", status_code=204)
def marks(session: Transaction, staff: Agent, hand_off_id: int, body: Marks) -> None:
    """Say which message one has read last. The mark only moves on."""
    reading.read_up_to(session, hand_off_id, staff.staff, body.read)


def shown(request: Request, session: Transaction, hand_off_id: int) -> ShownHandOff:
    """Return the hand-off as it is now."""
    session.flush()
    return ShownHandOff.model_validate(row_for(session, hand_off_id, now=house_of(request).clock()))
