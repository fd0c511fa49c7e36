"""The transcript of one's own conversation: as a download, or by mail."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from procrastinate import App, SyncPsycopgConnector
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.chat.door import known_key
from api.chat.language import language_or
from api.chat.messages import append_message
from api.chat.models import Conversation, Message
from api.chat.routes import Own
from api.chat.store import locked_conversation
from api.chat.transcripts import plain_transcript
from api.database import Transaction
from api.errors import TooMany
from api.house import house_of
from api.mail import NoMailServer, NotAnAddress, address_of
from api.web.texts import translate

router = APIRouter(prefix="/widget/conversations", tags=["widget"], dependencies=[Depends(known_key)])
PAUSE = timedelta(minutes=1)
DAY = timedelta(days=1)
MOST_A_DAY = 5
MAILED = "transcript_mailed"


class MailedJustNow(TooMany):
    """The transcript was sent just now. Please wait a moment."""


class Mailing(BaseModel):
    """Where the transcript shall go."""

    email: Annotated[str, Field(max_length=254, examples=["hanako@example.co.jp"])]


@router.get("/{conversation_id}/transcript", response_class=Response)
def download(
    request: Request,
    session: Transaction,
    conversation: Own,
    format: Annotated[Literal["txt"], Query()] = "txt",
) -> Response:
    """Return the conversation as a text file."""
    house = house_of(request)
    text = plain_transcript(session, conversation, clock=house.clock, zone=house.settings.zone)
    return Response(
        # The mark at its start lets older programs on Windows read the Japanese.
        text.encode("utf-8-sig"),
        media_type="text/plain; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="transcript-{house.clock():%Y%m%d}.{format}"',
            "Cache-Control": "no-store",
        },
    )


@router.post("/{conversation_id}/transcript", status_code=202)
def mail(request: Request, session: Transaction, conversation: Own, mailing: Mailing) -> None:
    """Mail the conversation, once a minute and five times a day at most. 409 when no mail server is set."""
    house, language = house_of(request), language_or(conversation.language)
    if not house.settings.smtp_url:
        raise NoMailServer(translate(language, "problems.no-mail-server"))
    try:
        address = address_of(mailing.email)
    except NotAnAddress as problem:
        raise NotAnAddress(translate(language, "problems.not-an-address")) from problem
    locked_conversation(session, conversation.id)
    now = house.clock()
    earlier = _mailed(session, conversation)
    if any(now - at < PAUSE for at in earlier) or sum(now - at < DAY for at in earlier) >= MOST_A_DAY:
        raise MailedJustNow(translate(language, "problems.mailed-just-now"))
    append_message(
        session,
        conversation,
        author="system",
        text=translate(language, "chat.transcript_mailed", address=address),
        content={"act": MAILED, "language": language},
        now=now,
    )
    # The worker sends it, so that the customer need not wait for a slow mail server.
    with App(connector=SyncPsycopgConnector(conninfo=house.database_url)).open() as jobs:
        jobs.configure_task("mail_transcript").defer(conversation_id=conversation.id, address=address)


def _mailed(session: Session, conversation: Conversation) -> list[datetime]:
    """Return when transcripts of the conversation were mailed."""
    said = select(Message.created_at).where(
        Message.conversation_id == conversation.id, Message.content["act"].astext == MAILED
    )
    return list(session.scalars(said))
