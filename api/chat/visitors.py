"""Visitors: the widget holds a random token, the database its hash.

A token lets its visitor in for a day; for 30 days it can be exchanged for a new one. Parallel requests still
carry the old one for a moment, so it goes on working for `GRACE`.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import ColumnElement, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import Session

from api.chat.models import WIDGET, Contact, Conversation, VisitorToken
from api.chat.store import conversation_for
from api.database import Transaction
from api.errors import NotSignedIn
from api.house import house_of

bearer = HTTPBearer(auto_error=False, description="The visitor token that the widget was given last.")
LIFE = timedelta(hours=24)
EXCHANGEABLE = timedelta(days=30)
GRACE = timedelta(seconds=60)
RECENT = timedelta(days=30)
"""A conversation that was quiet for longer is not taken up again."""
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]


class UnknownVisitor(NotSignedIn):
    """This visitor is not known. Open a new conversation."""


class ExpiredVisitor(NotSignedIn):
    """This visitor token has expired. Exchange it for a new one at /widget/session."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Issued:
    """A token as its visitor gets it, once."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """A contact, and whether the token that named it still lets in or can only be exchanged."""

    contact: Contact
    expires_at: datetime
    fresh: bool


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_visitor(session: Session, *, now: datetime) -> Contact:
    """Add a contact nobody knows yet."""
    contact = Contact(created_at=now)
    session.add(contact)
    session.flush()
    return contact


def new_token(session: Session, contact: Contact, *, now: datetime) -> Issued:
    """Return a token with which `contact` is let in from now on."""
    issued = Issued(token=secrets.token_urlsafe(32), expires_at=now + LIFE)
    session.add(
        VisitorToken(
            token_hash=_hash(issued.token),
            contact_id=contact.id,
            created_at=now,
            expires_at=issued.expires_at,
            exchangeable_until=now + EXCHANGEABLE,
        )
    )
    session.flush()
    return issued


def known_by(
    session: Session,
    credentials: HTTPAuthorizationCredentials | None,
    *,
    now: datetime,
    locked: bool = False,
) -> Known | None:
    """Return whose token this is; None when it is unknown, revoked or too old even to be exchanged.

    `locked`: nobody else changes the contact until the transaction ends.
    """
    if credentials is None:
        return None
    row = session.execute(_KNOWN_LOCKED if locked else _KNOWN, _shown(credentials, now)).first()
    return None if row is None else Known(contact=row[0], expires_at=row[1], fresh=row[1] > now)


def retire(session: Session, token: str, contact: Contact, *, now: datetime) -> None:
    """Let `token` end after `GRACE`, and forget those of `contact` that nobody can use any more."""
    session.execute(
        update(VisitorToken)
        .where(VisitorToken.token_hash == _hash(token), VisitorToken.revoked_at.is_(None))
        .values(revoked_at=now + GRACE)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        delete(VisitorToken)
        .where(
            VisitorToken.contact_id == contact.id,
            func.least(VisitorToken.exchangeable_until, VisitorToken.revoked_at) <= now,
        )
        .execution_options(synchronize_session=False)
    )


def visitor(request: Request, session: Transaction, credentials: Credentials) -> Contact:
    """Return the contact who asks; raises `UnknownVisitor` and `ExpiredVisitor`."""
    return _let_in(known_by(session, credentials, now=house_of(request).clock()))


Visitor = Annotated[Contact, Depends(visitor)]


def own_conversation(
    session: Session,
    credentials: HTTPAuthorizationCredentials | None,
    conversation_id: str,
    *,
    now: datetime,
    locked: bool = False,
) -> Conversation:
    """Return the visitor's own conversation, in one query; `locked` until the transaction ends.

    Raises `UnknownVisitor`, `ExpiredVisitor` and `NoSuchConversation`.
    """
    found = None
    if credentials is not None:
        asked = _shown(credentials, now) | {"conversation_id": conversation_id}
        found = session.scalar(_OWN_LOCKED if locked else _OWN, asked)
    if found is None:
        # Only to say why not.
        contact = _let_in(known_by(session, credentials, now=now))
        return conversation_for(session, contact, conversation_id)
    return found


def _shown(credentials: HTTPAuthorizationCredentials, now: datetime) -> dict[str, object]:
    return {"token_hash": _hash(credentials.credentials), "now": now}


def _is_known() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a token that is known and not yet worthless."""
    return (
        VisitorToken.token_hash == bindparam("token_hash"),
        VisitorToken.exchangeable_until > bindparam("now"),
        or_(VisitorToken.revoked_at.is_(None), VisitorToken.revoked_at > bindparam("now")),
    )


def _let_in(known: Known | None) -> Contact:
    if known is None:
        raise UnknownVisitor
    if not known.fresh:
        raise ExpiredVisitor
    return known.contact


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


def newest_conversation(session: Session, contact: Contact, *, now: datetime) -> str | None:
    """Return the id of the conversation that `contact` may take up again."""
    return session.scalar(
        select(Conversation.id)
        .where(
            Conversation.contact_id == contact.id,
            Conversation.channel == WIDGET,
            Conversation.updated_at > now - RECENT,
        )
        .order_by(Conversation.updated_at.desc())
        .limit(1)
    )


# Put together once: every request of a widget asks one of them.
_KNOWN = (
    select(Contact, VisitorToken.expires_at)
    .join(VisitorToken, VisitorToken.contact_id == Contact.id)
    .where(*_is_known())
)
_KNOWN_LOCKED = _KNOWN.with_for_update(of=Contact, key_share=True)
_OWN = (
    select(Conversation)
    .join(VisitorToken, VisitorToken.contact_id == Conversation.contact_id)
    .where(
        Conversation.id == bindparam("conversation_id"),
        *_is_known(),
        VisitorToken.expires_at > bindparam("now"),
    )
)
_OWN_LOCKED = _OWN.with_for_update(of=Conversation)
