"""Hand-offs in JSON: list, claim, reply, resolve."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access import Agent
from api.answers.serving import answers_of
from api.chat.store import transcript
from api.database import Transaction
from api.house import house_of
from api.inbox import desk
from api.inbox.answering import Finder
from api.inbox.store import Show, hand_offs, row_for

router = APIRouter(prefix="/api/hand-offs", tags=["hand-offs"])


class ShownHandOff(BaseModel):
    """A customer who asked for a person, and who has them."""

    model_config = ConfigDict(from_attributes=True)

    id: Annotated[int, Field(examples=[12])]
    conversation_id: Annotated[str, Field(examples=["mB1yT0n3Qk2cVw7Zx9aL4g"])]
    state: Literal["waiting", "claimed", "resolved", "cancelled"]
    reason: Annotated[str, Field(examples=["not_solved"])]
    language: Annotated[str, Field(examples=["ja"])]
    customer: Annotated[str | None, Field(examples=["Hanako"])]
    agent: Annotated[str | None, Field(examples=["Sato"])]
    last_text: Annotated[str | None, Field(examples=["請求書が届きません"])]
    unanswered: bool
    requested_at: datetime
    claimed_at: datetime | None
    first_replied_at: datetime | None
    closed_at: datetime | None


class Writing(BaseModel):
    """What the agent writes. `client_id` is the sender's own id; a retry repeats it."""

    client_id: Annotated[str, Field(pattern=r"^[\w.:-]{1,64}$", examples=["8d6c1f3e"])]
    text: Annotated[str, Field(examples=["お待たせしました。請求書を再送しました。"])]
    version_id: Annotated[
        int | None, Field(description="The FAQ's version that the words were taken from.", examples=[31])
    ] = None


class ShownReply(BaseModel):
    """A reply as the customer has it."""

    seq: Annotated[int, Field(examples=[7])]
    text: str
    created_at: datetime


class ShownFaq(BaseModel):
    """An FAQ that may answer the customer; send `version_id` with the reply that uses it."""

    model_config = ConfigDict(from_attributes=True)

    faq_id: int
    version_id: Annotated[int, Field(examples=[31])]
    question: Annotated[str, Field(examples=["請求書はどこで見られますか?"])]
    answer: str
    language: Literal["ja", "en"]


@router.get("")
def read_hand_offs(
    request: Request, session: Transaction, staff: Agent, show: Show = "waiting", q: str = ""
) -> list[ShownHandOff]:
    """List open hand-offs, the longest waiting first; `closed`: those closed in the last 7 days."""
    now = house_of(request).clock()
    found = hand_offs(session, show=show, staff_id=staff.staff_id, query=q, now=now)
    return [ShownHandOff.model_validate(row) for row in found]


@router.post("/{hand_off_id}/claim", status_code=201)
def claim(request: Request, session: Transaction, staff: Agent, hand_off_id: int) -> ShownHandOff:
    """Take a waiting hand-off. 409 with the agent's name when somebody else was first."""
    desk.claim(session, hand_off_id, staff.staff, now=house_of(request).clock())
    return _now(session, hand_off_id)


@router.post(
    "/{hand_off_id}/replies",
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
        now=now,
    )
    if sent.repeated:
        response.status_code = 200
    message = sent.message
    return ShownReply(seq=message.seq, text=message.text, created_at=message.created_at)


@router.post("/{hand_off_id}/resolution", status_code=201)
def resolve(request: Request, session: Transaction, staff: Agent, hand_off_id: int) -> ShownHandOff:
    """Close the matter. The customer is asked for a rating, and the bot serves again."""
    desk.resolve(session, hand_off_id, staff.staff, now=house_of(request).clock())
    return _now(session, hand_off_id)


@router.get("/{hand_off_id}/faqs")
def read_faqs(
    request: Request, session: Transaction, staff: Agent, hand_off_id: int, q: str = ""
) -> list[ShownFaq]:
    """List FAQs to answer with, in the customer's language, the nearest to the question or to `q` first."""
    row = row_for(session, hand_off_id)
    finder = Finder(session=session, serving=answers_of(request.app), embedder=house_of(request).embedder)
    found = finder.find(row, transcript(session, row.conversation_id), q)
    return [ShownFaq.model_validate(one) for one in found]


def _now(session: Transaction, hand_off_id: int) -> ShownHandOff:
    session.flush()
    return ShownHandOff.model_validate(row_for(session, hand_off_id))
