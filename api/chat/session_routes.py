"""The widget's session: a token for a new visitor, a new token for an old one, and who the visitor is."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from api.chat.door import known_key
from api.chat.identifying import identify, wait_for_turn
from api.chat.identity import read_identity
from api.chat.models import Contact
from api.chat.visitors import Credentials, known_by, new_token, new_visitor, newest_conversation, retire
from api.database import Transaction
from api.house import house_of

router = APIRouter(prefix="/widget/session", tags=["widget"], dependencies=[Depends(known_key)])


class SessionAsked(BaseModel):
    """`identity`: a JWT that the company's own site signed (see `docs/gateway.md`)."""

    identity: Annotated[str | None, Field(max_length=8000)] = None


class ShownContact(BaseModel):
    """Who the visitor is, as far as the site said so."""

    name: Annotated[str | None, Field(examples=["山田 花子"])]
    email: Annotated[str | None, Field(examples=["hanako@example.com"])]
    identified: bool

    @classmethod
    def of(cls, contact: Contact) -> "ShownContact":
        """Show a contact."""
        return cls(name=contact.name, email=contact.email, identified=contact.external_id is not None)


class WidgetSession(BaseModel):
    """The token to show from now on, and the conversation to take up."""

    visitor_token: str
    expires_at: datetime
    contact: ShownContact
    conversation_id: str | None


@router.post("")
def begin(
    request: Request, session: Transaction, credentials: Credentials, asked: SessionAsked
) -> WidgetSession:
    """Give a visitor a fresh token. The one shown as bearer ends a minute later; without one they are new."""
    house = house_of(request)
    now = house.clock()
    identity = None
    if asked.identity is not None:
        identity = read_identity(asked.identity, house.settings.identity_key, now=now)
        wait_for_turn(session, identity)
    known = known_by(session, credentials, now=now, locked=identity is not None)
    contact = known.contact if known else None
    if identity is not None:
        contact = identify(session, contact, identity, now=now)
    elif contact is None:
        contact = new_visitor(session, now=now)
    if known is not None and credentials is not None:
        retire(session, credentials.credentials, contact, now=now)
    issued = new_token(session, contact, now=now)
    return WidgetSession(
        visitor_token=issued.token,
        expires_at=issued.expires_at,
        contact=ShownContact.of(contact),
        conversation_id=newest_conversation(session, contact, now=now),
    )
