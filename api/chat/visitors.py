"""Visitors: the widget holds a random token, the database its hash."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.chat.models import Contact, Conversation, VisitorToken
from api.database import Transaction
from api.errors import NotSignedIn

bearer = HTTPBearer(auto_error=False, description="The visitor token that opening a conversation returned.")
LIFE = timedelta(hours=24)
EXCHANGEABLE = timedelta(days=30)
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]


class UnknownVisitor(NotSignedIn):
    """This visitor is not known. Open a new conversation."""


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_visitor(session: Session, *, now: datetime) -> tuple[Contact, str]:
    """Add a contact nobody knows yet; return it and its token."""
    contact = Contact(created_at=now)
    session.add(contact)
    session.flush()
    return contact, new_token(session, contact, now=now)


def new_token(session: Session, contact: Contact, *, now: datetime) -> str:
    """Return a token with which `contact` is let in from now on."""
    token = secrets.token_urlsafe(32)
    session.add(
        VisitorToken(
            token_hash=_hash(token),
            contact_id=contact.id,
            created_at=now,
            expires_at=now + LIFE,
            exchangeable_until=now + EXCHANGEABLE,
        )
    )
    session.flush()
    return token


def contact_by_token(session: Session, credentials: HTTPAuthorizationCredentials | None) -> Contact | None:
    """Return the contact whose token this is."""
    if credentials is None:
        return None
    return session.scalar(
        select(Contact)
        .join(VisitorToken, VisitorToken.contact_id == Contact.id)
        .where(VisitorToken.token_hash == _hash(credentials.credentials), VisitorToken.revoked_at.is_(None))
    )


def visitor(session: Transaction, credentials: Credentials) -> Contact:
    """Return the contact who asks; raises `UnknownVisitor`."""
    contact = contact_by_token(session, credentials)
    if contact is None:
        raise UnknownVisitor
    return contact


Visitor = Annotated[Contact, Depends(visitor)]


def open_conversation(
    session: Session, contact: Contact, *, language: str, page_url: str | None, now: datetime
) -> Conversation:
    """Start a thread with `contact`. Its id is 128 random bits."""
    conversation = Conversation(
        id=secrets.token_urlsafe(16),
        contact_id=contact.id,
        language=language,
        page_url=page_url,
        last_seq=0,
        created_at=now,
        updated_at=now,
    )
    session.add(conversation)
    session.flush()
    return conversation
