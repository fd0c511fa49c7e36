"""The inbox: the list of hand-offs, the page of one, and its forms."""

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.sse import EventSourceResponse
from sqlalchemy.orm import Session

from api.access import Agent
from api.answers.serving import answers_of
from api.chat.receiving import EmptyMessage, MessageTooLong
from api.chat.store import transcript
from api.database import Transaction
from api.errors import Problem
from api.house import house_of
from api.inbox import desk
from api.inbox.answering import Finder
from api.inbox.store import Show, counts, hand_offs, row_for
from api.inbox.stream import changes
from api.web.problems import sentence
from api.web.render import language_of_page, page
from api.web.texts import translate

router = APIRouter(prefix="/staff/inbox", include_in_schema=False)
CLOSED_SHOWN = 10


@router.get("")
def inbox(
    request: Request, session: Transaction, staff: Agent, show: str = "waiting", q: str = ""
) -> HTMLResponse:
    """List the hand-offs, the longest waiting first."""
    now, me = house_of(request).clock(), staff.staff_id
    shown: Show = "mine" if show == "mine" else "all" if show == "all" else "waiting"
    return page(
        request,
        "inbox/list.html",
        rows=hand_offs(session, show=shown, staff_id=me, query=q, now=now),
        closed=hand_offs(session, show="closed", staff_id=me, query=q, now=now, limit=CLOSED_SHOWN),
        counts=counts(session, me),
        show=shown,
        q=q,
    )


@router.get("/events")
async def events(request: Request, staff: Agent, conversation: str = "") -> EventSourceResponse:
    """Say when the inbox, or one conversation, changed."""
    topics = ("inbox", f"conversation:{conversation}") if conversation else ("inbox",)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return EventSourceResponse(changes(house_of(request), topics), headers=headers)


@router.get("/{hand_off_id}")
def hand_off(request: Request, session: Transaction, staff: Agent, hand_off_id: int) -> HTMLResponse:
    """Show what was said, and the ways to go on."""
    return hand_off_page(request, session, staff, hand_off_id)


@router.get("/{hand_off_id}/faqs")
def faqs(
    request: Request,
    session: Transaction,
    staff: Agent,
    hand_off_id: int,
    q: str = "",
    version: int | None = None,
) -> HTMLResponse:
    """Show the FAQs to answer with, the nearest to the question first; `version` puts one into the reply."""
    return hand_off_page(request, session, staff, hand_off_id, q=q, version=version)


@router.post("/{hand_off_id}/claim")
def claim(request: Request, session: Transaction, staff: Agent, hand_off_id: int) -> Response:
    """Take the conversation."""
    try:
        desk.claim(session, hand_off_id, staff.staff, now=house_of(request).clock())
    except desk.AlreadyClaimed as problem:
        return _again(request, session, staff, hand_off_id, problem)
    return _to(hand_off_id)


@router.post("/{hand_off_id}/replies")
def reply(
    request: Request,
    session: Transaction,
    staff: Agent,
    hand_off_id: int,
    client_id: Annotated[str, Form(pattern=r"^[\w.:-]{1,64}$")],
    text: Annotated[str, Form()] = "",
    version_id: Annotated[str, Form(pattern=r"^\d{0,10}$")] = "",
) -> Response:
    """Write to the customer; `version_id` names the FAQ's version that the words were taken from."""
    now, version = house_of(request).clock(), int(version_id) if version_id else None
    try:
        desk.reply(
            session,
            hand_off_id,
            staff.staff,
            text=text,
            client_id=client_id,
            version_id=version,
            now=now,
        )
    except (EmptyMessage, MessageTooLong, desk.HandOffClosed) as problem:
        return _again(request, session, staff, hand_off_id, problem, text=text, version=version)
    return _to(hand_off_id)


@router.post("/{hand_off_id}/resolution")
def resolve(request: Request, session: Transaction, staff: Agent, hand_off_id: int) -> Response:
    """Close the matter."""
    desk.resolve(session, hand_off_id, staff.staff, now=house_of(request).clock())
    return _to(hand_off_id)


def hand_off_page(
    request: Request,
    session: Session,
    staff: Agent,
    hand_off_id: int,
    *,
    status: int = 200,
    wrong: str | None = None,
    text: str | None = None,
    q: str | None = None,
    version: int | None = None,
) -> HTMLResponse:
    """Render one hand-off; `wrong`, `text` and `version` bring back what could not be sent.

    With `q` the FAQs to answer with are looked for, and without `text` the reply is that of `version`.
    """
    row, house = row_for(session, hand_off_id), house_of(request)
    lines = transcript(session, row.conversation_id)
    finder = Finder(session=session, serving=answers_of(request.app), embedder=house.embedder)
    chosen = finder.chosen(row, lines, version) if version is not None else None
    return page(
        request,
        "inbox/hand_off.html",
        status=status,
        row=row,
        lines=lines,
        mine=row.claimed_by == staff.staff_id,
        waiting=counts(session, staff.staff_id)["waiting"],
        client_id=uuid4().hex,
        wrong=wrong,
        text=chosen.answer if chosen and text is None else text or "",
        chosen=chosen,
        q=q or "",
        faqs=finder.find(row, lines, q) if q is not None else None,
    )


def _again(
    request: Request,
    session: Session,
    staff: Agent,
    hand_off_id: int,
    problem: Problem,
    *,
    text: str = "",
    version: int | None = None,
) -> HTMLResponse:
    """Show the page with what went wrong. To htmx the problem is answered as a notice."""
    if request.headers.get("hx-request"):
        raise problem
    agent = problem.extra.get("agent")
    wrong = sentence(request, problem)
    if agent:
        wrong = translate(language_of_page(request), "inbox.claimed_by", name=agent)
    return hand_off_page(
        request, session, staff, hand_off_id, status=problem.status, wrong=wrong, text=text, version=version
    )


def _to(hand_off_id: int) -> RedirectResponse:
    return RedirectResponse(f"/staff/inbox/{hand_off_id}", 303)
