"""The page of one hand-off, and the parts of it that are fetched. What its forms do is in `forms.py`."""

from datetime import datetime, timedelta
from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from api.access import Agent
from api.answers.serving import answers_of
from api.chat.attachments.links import links_of
from api.chat.store import Line, transcript
from api.database import Transaction
from api.house import house_of
from api.inbox.answering import Finder, spoken
from api.inbox.canned import canned_replies, canned_reply_for, text_in
from api.inbox.customer_store import known_of
from api.inbox.queue_store import Asked, Row, counts, hand_offs, row_for
from api.inbox.resting import rests
from api.inbox.store import colleagues
from api.inbox.thread import thread_of
from api.inbox.topics import topics
from api.web.render import page

router = APIRouter(prefix="/{hand_off_id}", include_in_schema=False)
CANNED, FAQS = 8, 6
"""How many of each `/` offers."""


@router.get("")
def hand_off(request: Request, session: Transaction, staff: Agent, hand_off_id: int) -> HTMLResponse:
    """Show what was said, and the ways to go on."""
    return hand_off_page(request, session, staff, hand_off_id)


@router.get("/faqs")
def faqs(
    request: Request,
    session: Transaction,
    staff: Agent,
    hand_off_id: int,
    q: str = "",
    version: int | None = None,
    canned: int | None = None,
) -> HTMLResponse:
    """Show the FAQs to answer with; `version` or `canned` puts an FAQ or a canned reply into the reply."""
    return hand_off_page(request, session, staff, hand_off_id, q=q, version=version, canned=canned)


@router.get("/palette")
def palette(
    request: Request, session: Transaction, staff: Agent, hand_off_id: int, q: str = ""
) -> HTMLResponse:
    """List what `/` in the reply offers: canned replies, then FAQs."""
    row, lines, finder = _read(request, session, hand_off_id)
    language = spoken(row, lines)
    shown = [(reply, text_in(reply, language)) for reply in canned_replies(session, q)]
    faqs = finder.find(row, lines, q)[:FAQS]
    return page(request, "inbox/_palette.html", canned=shown[:CANNED], faqs=faqs)


@router.get("/suggested")
def suggested(request: Request, session: Transaction, staff: Agent, hand_off_id: int) -> HTMLResponse:
    """Show the FAQs that the index holds likely for what was asked."""
    row, lines, finder = _read(request, session, hand_off_id)
    return page(request, "inbox/_suggested.html", row=row, suggested=finder.suggest(row, lines))


def hand_off_page(
    request: Request,
    session: Session,
    staff: Agent,
    hand_off_id: int,
    *,
    status: int = 200,
    wrong: str | None = None,
    text: str | None = None,
    note: str = "",
    q: str | None = None,
    version: int | None = None,
    canned: int | None = None,
) -> HTMLResponse:
    """Render one hand-off; `wrong`, `text`, `note` and `version` bring back what could not be sent.

    With `q` the FAQs to answer with are looked for, and without `text` the reply is that of `version` or of
    the reply `canned`.
    """
    row, lines, finder = _read(request, session, hand_off_id)
    house = house_of(request)
    now, language = house.clock(), spoken(row, lines)
    chosen = finder.chosen(row, lines, version) if version is not None else None
    if text is None and canned is not None:
        text = text_in(canned_reply_for(session, canned), language)
    quiet = timedelta(hours=house.settings.quiet_hours)
    return page(
        request,
        "inbox/hand_off.html",
        status=status,
        row=row,
        thread=thread_of(session, row.conversation_id, lines, links_of(house)),
        mine=row.claimed_by == staff.staff_id,
        counts=counts(session, staff.staff_id, now=now),
        client_id=uuid4().hex,
        wrong=wrong,
        text=chosen.answer if chosen and text is None else text or "",
        note=note,
        chosen=chosen,
        q=q or "",
        faqs=finder.find(row, lines, q) if q is not None else None,
        canned=[(reply, text_in(reply, language)) for reply in canned_replies(session)],
        colleagues=[one for one in colleagues(session) if one.id not in (row.claimed_by, staff.staff_id)],
        topics=topics(session, language),
        rests=rests(now, house.settings.zone),
        customer=known_of(session, row.contact_id, now=now, quiet=quiet),
        neighbours=_neighbours(session, row, staff, now),
    )


def _read(request: Request, session: Session, hand_off_id: int) -> tuple[Row, list[Line], Finder]:
    row = row_for(session, hand_off_id, now=house_of(request).clock())
    serving, embedder = answers_of(request.app), house_of(request).embedder
    finder = Finder(session=session, serving=serving, embedder=embedder)
    return row, transcript(session, row.conversation_id), finder


def _neighbours(session: Session, row: Row, staff: Agent, now: datetime) -> tuple[int | None, int | None]:
    """Return the hand-offs before and after this one: among one's own, or among those that wait."""
    asked = Asked(show="mine" if row.claimed_by == staff.staff_id else "waiting")
    ids = [one.id for one in hand_offs(session, asked, staff_id=staff.staff_id, now=now)]
    if row.id not in ids:
        return None, ids[0] if ids else None
    place = ids.index(row.id)
    return ids[place - 1] if place else None, ids[place + 1] if place + 1 < len(ids) else None
