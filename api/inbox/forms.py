"""The forms of the page of one hand-off: each is a POST and then the page again."""

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api.access import Agent
from api.chat.attachments.content import FileNotAllowed, FileTooLarge
from api.database import Transaction
from api.errors import Conflict, Invalid, Problem
from api.house import house_of
from api.inbox import desk, noting, passing, reading
from api.inbox.hand_off_pages import hand_off_page
from api.inbox.resting import moment_of
from api.inbox.uploading import upload
from api.web.problems import sentence
from api.web.render import language_of_page
from api.web.texts import translate

router = APIRouter(prefix="/{hand_off_id}", include_in_schema=False)
Text = Annotated[str, Form()]


@router.post("/claim")
def claim(request: Request, session: Transaction, staff: Agent, hand_off_id: int) -> Response:
    """Take the conversation."""
    try:
        desk.claim(session, hand_off_id, staff.staff, now=house_of(request).clock())
    except desk.AlreadyClaimed as problem:
        return _again(request, session, staff, hand_off_id, problem)
    return _to(hand_off_id)


@router.post("/replies")
def reply(
    request: Request,
    session: Transaction,
    staff: Agent,
    hand_off_id: int,
    client_id: Annotated[str, Form(pattern=r"^[\w.:-]{1,64}$")],
    text: Text = "",
    version_id: Annotated[str, Form(pattern=r"^\d{0,10}$")] = "",
    files: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """Write to the customer; `version_id` names the FAQ's version that the words were taken from."""
    now, version = house_of(request).clock(), int(version_id) if version_id else None
    try:
        sent = [
            upload(request, session, staff, hand_off_id, file).id for file in files or () if file.filename
        ]
        desk.reply(
            session,
            hand_off_id,
            staff.staff,
            text=text,
            client_id=client_id,
            version_id=version,
            files=sent,
            now=now,
        )
    except (Invalid, Conflict, FileTooLarge, FileNotAllowed) as problem:
        return _again(request, session, staff, hand_off_id, problem, text=text, version=version)
    return _to(hand_off_id)


@router.post("/notes")
def note(request: Request, session: Transaction, staff: Agent, hand_off_id: int, note: Text = "") -> Response:
    """Write a note for colleagues."""
    _, conversation = desk.locked(session, hand_off_id)
    try:
        noting.write_note(session, conversation, staff.staff, text=note, now=house_of(request).clock())
    except (noting.EmptyNote, noting.NoteTooLong) as problem:
        return _again(request, session, staff, hand_off_id, problem, note=note)
    return _to(hand_off_id)


@router.post("/notes/{note_id}/deletion")
def delete_note(
    request: Request, session: Transaction, staff: Agent, hand_off_id: int, note_id: int
) -> Response:
    """Delete one's own note; its words come back into the form, from where it can be kept again."""
    _, conversation = desk.locked(session, hand_off_id)
    deleted = noting.delete_note(session, conversation.id, note_id, staff.staff)
    return hand_off_page(request, session, staff, hand_off_id, note=deleted.text)


@router.post("/transfer")
def hand_over(
    request: Request,
    session: Transaction,
    staff: Agent,
    hand_off_id: int,
    to: Annotated[int, Form()],
    note: Text = "",
) -> Response:
    """Give the conversation to a colleague."""
    now = house_of(request).clock()
    try:
        passing.hand_over(session, hand_off_id, staff.staff, to=to, note=note, now=now)
    except (passing.AlreadyTheirs, noting.NoteTooLong) as problem:
        return _again(request, session, staff, hand_off_id, problem, note=note)
    return _to(hand_off_id)


@router.post("/release")
def release(
    request: Request, session: Transaction, staff: Agent, hand_off_id: int, note: Text = ""
) -> Response:
    """Put the conversation back into the queue."""
    try:
        passing.release(session, hand_off_id, staff.staff, note=note, now=house_of(request).clock())
    except noting.NoteTooLong as problem:
        return _again(request, session, staff, hand_off_id, problem, note=note)
    return _to(hand_off_id)


@router.post("/snooze")
def snooze(
    request: Request,
    session: Transaction,
    staff: Agent,
    hand_off_id: int,
    until: Text = "",
    at: Text = "",
    seen: Annotated[int, Form()] = 0,
) -> Response:
    """Let it rest until a time: `until` of a button, or `at` as typed."""
    house = house_of(request)
    moment = moment_of(until or at, house.settings.zone)
    try:
        if moment is None:
            raise passing.BadSnooze
        passing.snooze(session, hand_off_id, staff.staff, until=moment, seen=seen, now=house.clock())
    except passing.BadSnooze as problem:
        return _again(request, session, staff, hand_off_id, problem)
    return _to(hand_off_id)


@router.post("/snooze/end")
def wake(session: Transaction, staff: Agent, hand_off_id: int) -> Response:
    """End the rest."""
    passing.wake(session, hand_off_id, staff.staff)
    return _to(hand_off_id)


@router.post("/resolution")
def resolve(
    request: Request,
    session: Transaction,
    staff: Agent,
    hand_off_id: int,
    topic: Text = "",
    wrap_up: Text = "",
) -> Response:
    """Close the matter."""
    now = house_of(request).clock()
    try:
        desk.resolve(session, hand_off_id, staff.staff, topic=topic, wrap_up=wrap_up, now=now)
    except desk.WrapUpTooLong as problem:
        return _again(request, session, staff, hand_off_id, problem)
    return _to(hand_off_id)


@router.post("/typing", status_code=204)
def typing(request: Request, session: Transaction, staff: Agent, hand_off_id: int) -> None:
    """Say that one is writing to the customer."""
    reading.write_to_customer(session, hand_off_id, staff.staff, now=house_of(request).clock())


@router.post("/marks", status_code=204)
def marks(session: Transaction, staff: Agent, hand_off_id: int, read: Annotated[int, Form(ge=0)]) -> None:
    """Say which message one has read last."""
    reading.read_up_to(session, hand_off_id, staff.staff, read)


def _again(
    request: Request,
    session: Session,
    staff: Agent,
    hand_off_id: int,
    problem: Problem,
    *,
    text: str = "",
    note: str = "",
    version: int | None = None,
) -> Response:
    """Show the page with what went wrong. To htmx the problem is answered as a notice."""
    if request.headers.get("hx-request"):
        raise problem
    agent = problem.extra.get("agent")
    wrong = sentence(request, problem)
    if agent:
        wrong = translate(language_of_page(request), "inbox.claimed_by", name=agent)
    return hand_off_page(
        request,
        session,
        staff,
        hand_off_id,
        status=problem.status,
        wrong=wrong,
        text=text,
        note=note,
        version=version,
    )


def _to(hand_off_id: int) -> RedirectResponse:
    return RedirectResponse(f"/staff/inbox/{hand_off_id}", 303)
