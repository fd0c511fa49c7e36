"""The widget's API."""

from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field, model_validator
from sqlalchemy.orm import Session

from api.chat.attachments.links import links_of
from api.chat.choices import Pressed
from api.chat.door import known_key
from api.chat.handoffs import cancel_hand_off, hand_over
from api.chat.models import Conversation
from api.chat.rating import comment, rate
from api.chat.receiving import Incoming, RateLimited, Received, receive, storable
from api.chat.store import line_of
from api.chat.stream import events
from api.chat.views import OpenedConversation, ShownConversation, ShownMessage, shown
from api.chat.visitors import (
    Credentials,
    ExpiredVisitor,
    known_by,
    new_token,
    new_visitor,
    open_conversation,
    own_conversation,
)
from api.database import Transaction, in_autocommit, in_transaction
from api.house import House, house_of
from api.web.problems import problem_response

router = APIRouter(prefix="/widget/conversations", tags=["widget"], dependencies=[Depends(known_key)])


def own(
    request: Request, session: Transaction, credentials: Credentials, conversation_id: str
) -> Conversation:
    """Return the visitor's own conversation."""
    return own_conversation(session, credentials, conversation_id, now=house_of(request).clock())


Own = Annotated[Conversation, Depends(own)]


def quiet_of(house: House) -> timedelta:
    """Return how long an episode may be quiet."""
    return timedelta(hours=house.settings.quiet_hours)


class Opening(BaseModel):
    """A new conversation."""

    language: Annotated[Literal["ja", "en"], Field(examples=["ja"])] = "ja"
    page_url: Annotated[str | None, Field(max_length=2000, examples=["https://shop.example/plans"])] = None


class Sending(BaseModel):
    """A message: a text, files or both; or a pressed button.

    `client_id` is the sender's own id; a retry repeats it.
    """

    client_id: Annotated[str, Field(pattern=r"^[\w.:-]{1,64}$", examples=["8d6c1f3e"])]
    text: Annotated[str | None, Field(examples=["請求書はどこで見られますか?"])] = None
    attachments: Annotated[tuple[str, ...], Field(description="Ids of files that were attached.")] = ()
    choice: Pressed | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "Sending":
        if (self.text is None and not self.attachments) == (self.choice is None):
            raise ValueError("send either a text, files or both, or a choice")
        return self


class Rating(BaseModel):
    """How content the customer is, 1 to 5."""

    rating: Annotated[int, Field(ge=1, le=5, examples=[5])]


class Comment(BaseModel):
    """What the customer adds to the rating."""

    comment: Annotated[str, Field(max_length=1000, examples=["手順がわかりやすかったです"])]


@router.post("", status_code=201)
def open_(
    request: Request, session: Transaction, credentials: Credentials, opening: Opening
) -> OpenedConversation:
    """Open a conversation. Without a visitor token, or with an unknown one, the visitor is new."""
    now = house_of(request).clock()
    known = known_by(session, credentials, now=now)
    if known is None or credentials is None:
        contact = new_visitor(session, now=now)
        issued = new_token(session, contact, now=now)
        token, expires_at = issued.token, issued.expires_at
    elif known.fresh:
        contact, token, expires_at = known.contact, credentials.credentials, known.expires_at
    else:
        raise ExpiredVisitor
    page_url = storable(opening.page_url) if opening.page_url else None
    conversation = open_conversation(session, contact, language=opening.language, page_url=page_url, now=now)
    return OpenedConversation(
        **shown(session, conversation, links_of(house_of(request))),
        visitor_token=token,
        visitor_token_expires_at=expires_at,
    )


@router.get("/{conversation_id}")
def read(request: Request, session: Transaction, conversation: Own) -> ShownConversation:
    """Return the conversation and what is going on in it."""
    return ShownConversation(**shown(session, conversation, links_of(house_of(request))))


@router.post(
    "/{conversation_id}/messages",
    status_code=202,
    response_model=ShownMessage,
    responses={200: {"model": ShownMessage, "description": "This message was here already."}},
)
async def send(
    request: Request, credentials: Credentials, conversation_id: str, sending: Sending
) -> Response:
    """Take a message. The reply comes over the event stream."""
    house = house_of(request)

    def taken(session: Session) -> Received | RateLimited:
        now = house.clock()
        conversation = own_conversation(session, credentials, conversation_id, now=now, locked=True)
        incoming = Incoming(
            client_id=sending.client_id, text=sending.text, files=sending.attachments, pressed=sending.choice
        )
        together, quiet = house.settings.read_together, quiet_of(house)
        try:
            return receive(session, conversation, incoming, now=now, quiet=quiet, read_together=together)
        except RateLimited as limited:
            # Returned, not raised: the fact of it must be committed.
            return limited

    received = await in_transaction(house.sessions, taken)
    if isinstance(received, RateLimited):
        return problem_response(request, received)
    kept = ShownMessage.of(line_of(received.message), links_of(house))
    # A response of our own: FastAPI would validate the message once more, in every turn.
    return Response(kept.model_dump_json(), 200 if received.repeated else 202, media_type="application/json")


@router.get(
    "/{conversation_id}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}, "description": "`message` and `state` events."}},
)
async def stream(
    request: Request,
    credentials: Credentials,
    conversation_id: str,
    last_event_id: Annotated[str, Header(examples=["3"])] = "",
) -> StreamingResponse:
    """Stream the conversation: first all after `Last-Event-ID`, then whatever happens."""
    house = house_of(request)
    seen = int(last_event_id) if last_event_id.isdecimal() else 0

    def allowed(session: Session) -> str:
        return own_conversation(session, credentials, conversation_id, now=house.clock()).id

    return StreamingResponse(
        events(house, await in_autocommit(house.sessions, allowed), seen),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@router.post("/{conversation_id}/hand-off", status_code=201)
def request_person(request: Request, session: Transaction, conversation: Own) -> ShownConversation:
    """Ask for a person. Works without the bot."""
    house = house_of(request)
    hand_over(session, conversation, now=house.clock(), quiet=quiet_of(house))
    return ShownConversation(**shown(session, conversation, links_of(house_of(request))))


@router.delete("/{conversation_id}/hand-off")
def cancel_person(request: Request, session: Transaction, conversation: Own) -> ShownConversation:
    """Take the request back while nobody has claimed it."""
    cancel_hand_off(session, conversation, now=house_of(request).clock())
    return ShownConversation(**shown(session, conversation, links_of(house_of(request))))


@router.post("/{conversation_id}/csat", status_code=204)
def give_rating(request: Request, session: Transaction, conversation: Own, rating: Rating) -> None:
    """Rate the newest episode."""
    rate(session, conversation, rating.rating, now=house_of(request).clock())


@router.post("/{conversation_id}/csat/comment", status_code=204)
def comment_on_rating(request: Request, session: Transaction, conversation: Own, given: Comment) -> None:
    """Add words to the rating of the newest episode. The first ones stand."""
    comment(session, conversation, storable(given.comment), now=house_of(request).clock())
