"""Hand-offs in JSON: list, claim, reply, resolve. Passing on, notes and marks are in `passing_routes.py`."""

from typing import Literal

from fastapi import APIRouter, Depends, Request, Response

from api.access import Agent
from api.answers.serving import answers_of
from api.chat.store import transcript
from api.database import Transaction
from api.episodes.ledger import Reason
from api.house import house_of
from api.inbox import canned_routes, desk, overview_pages, passing_routes
from api.inbox.answering import Finder
from api.inbox.duty import at_the_inbox
from api.inbox.passing_routes import shown
from api.inbox.queue_store import Asked, Show, Sort, hand_offs, row_for
from api.inbox.shapes import Resolution, ShownColleague, ShownFaq, ShownHandOff, ShownReply, Writing
from api.inbox.store import colleagues

router = APIRouter(tags=["hand-offs"], dependencies=[Depends(at_the_inbox)])
router.include_router(canned_routes.router)
router.include_router(overview_pages.routes)
router.include_router(passing_routes.router)
PATH = "/api/hand-offs"


@router.get(PATH)
def read_hand_offs(
    request: Request,
    session: Transaction,
    staff: Agent,
    show: Show = "waiting",
    q: str = "",
    reason: Reason | Literal[""] = "",
    language: Literal["", "ja", "en"] = "",
    unanswered: bool = False,
    sort: Sort = "waited",
) -> list[ShownHandOff]:
    """List open hand-offs, the longest waiting first; `closed`: those closed in the last 7 days.

    `unanswered`: only those whose customer waits for a reply.
    """
    asked = Asked(show=show, query=q, reason=reason, language=language, unanswered=unanswered, sort=sort)
    found = hand_offs(session, asked, staff_id=staff.staff_id, now=house_of(request).clock())
    return [ShownHandOff.model_validate(row) for row in found]


@router.get(PATH + "/agents")
def read_colleagues(session: Transaction, staff: Agent) -> list[ShownColleague]:
    """List who could take a conversation, those with the fewest first."""
    return [ShownColleague.model_validate(one) for one in colleagues(session)]


@router.get(PATH + "/{hand_off_id}")
def read_hand_off(request: Request, session: Transaction, staff: Agent, hand_off_id: int) -> ShownHandOff:
    """Read one hand-off."""
    return shown(request, session, hand_off_id)


@router.post(PATH + "/{hand_off_id}/claim", status_code=201)
def claim(request: Request, session: Transaction, staff: Agent, hand_off_id: int) -> ShownHandOff:
    """Take a waiting hand-off. 409 with the agent's name when somebody else was first."""
    desk.claim(session, hand_off_id, staff.staff, now=house_of(request).clock())
    return shown(request, session, hand_off_id)


@router.post(
    PATH + "/{hand_off_id}/replies",
    status_code=201,
    responses={200: {"model": ShownReply, "description": "This reply was sent already."}},
)
def reply(
    request: Request,
    response: Response,
    session: Transaction,
    staff: Agent,
    hand_off_id: int,
    writing: Writing,
) -> ShownReply:
    """Write to the customer. Only the agent who claimed the hand-off may."""
    now = house_of(request).clock()
    sent = desk.reply(
        session,
        hand_off_id,
        staff.staff,
        text=writing.text,
        client_id=writing.client_id,
        version_id=writing.version_id,
        files=writing.files,
        now=now,
    )
    if sent.repeated:
        response.status_code = 200
    message = sent.message
    return ShownReply(seq=message.seq, text=message.text, created_at=message.created_at)


@router.post(PATH + "/{hand_off_id}/resolution", status_code=201)
def resolve(
    request: Request,
    session: Transaction,
    staff: Agent,
    hand_off_id: int,
    resolution: Resolution | None = None,
) -> ShownHandOff:
    """Close the matter. The customer is asked for a rating, and the bot serves again."""
    said, now = resolution or Resolution(), house_of(request).clock()
    desk.resolve(session, hand_off_id, staff.staff, topic=said.topic, wrap_up=said.wrap_up, now=now)
    return shown(request, session, hand_off_id)


@router.get(PATH + "/{hand_off_id}/faqs")
def read_faqs(
    request: Request, session: Transaction, staff: Agent, hand_off_id: int, q: str = ""
) -> list[ShownFaq]:
    """List FAQs to answer with, in the customer's language, the nearest to the question or to `q` first."""
    house = house_of(request)
    row = row_for(session, hand_off_id, now=house.clock())
    finder = Finder(session=session, serving=answers_of(request.app), embedder=house.embedder)
    found = finder.find(row, transcript(session, row.conversation_id), q)
    return [ShownFaq.model_validate(one) for one in found]
