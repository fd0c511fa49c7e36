"""The inbox: the list of hand-offs, and the stream that keeps its pages up to date."""

from typing import get_args

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from fastapi.sse import EventSourceResponse

from api.access import Agent
from api.database import Transaction
from api.episodes.ledger import Reason
from api.house import house_of
from api.inbox import canned_pages, forms, hand_off_pages, overview_pages
from api.inbox.duty import at_the_inbox
from api.inbox.queue_store import Asked, Show, Sort, counts, hand_offs
from api.inbox.stream import changes
from api.staff.sessions import COOKIE
from api.web.render import page

router = APIRouter(prefix="/staff/inbox", include_in_schema=False, dependencies=[Depends(at_the_inbox)])
router.include_router(canned_pages.router)
router.include_router(overview_pages.router)
CLOSED_SHOWN = 10
SHOWS: tuple[Show, ...] = ("waiting", "mine", "snoozed", "all")


@router.get("")
def inbox(
    request: Request,
    session: Transaction,
    staff: Agent,
    show: str = "waiting",
    q: str = "",
    reason: str = "",
    language: str = "",
    sort: str = "waited",
    unanswered: bool = False,
) -> HTMLResponse:
    """List the hand-offs, the longest waiting first. What the address says wrongly is left aside."""
    now, me = house_of(request).clock(), staff.staff_id
    asked = Asked(
        show=next((known for known in SHOWS if known == show), "waiting"),
        query=q,
        reason=reason if reason in set(Reason) else "",
        language=language if language in ("ja", "en") else "",
        unanswered=unanswered,
        sort=next((known for known in get_args(Sort) if known == sort), "waited"),
    )
    narrowed = bool(q.strip() or asked.reason or asked.language or unanswered)
    closed = Asked(show="closed", query=q, reason=asked.reason, language=asked.language)
    return page(
        request,
        "inbox/list.html",
        rows=hand_offs(session, asked, staff_id=me, now=now),
        closed=hand_offs(session, closed, staff_id=me, now=now, limit=CLOSED_SHOWN),
        counts=counts(session, me, now=now),
        shows=SHOWS,
        reasons=tuple(Reason),
        asked=asked,
        narrowed=narrowed,
    )


@router.get("/events")
async def events(request: Request, staff: Agent, conversation: str = "") -> EventSourceResponse:
    """Say when the inbox, or one conversation, changed; until this sign-in ends."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    token = request.cookies.get(COOKIE, "")
    return EventSourceResponse(changes(house_of(request), token, conversation), headers=headers)


# Last: their paths begin with a number, and would take the others' for one.
router.include_router(hand_off_pages.router)
router.include_router(forms.router)
