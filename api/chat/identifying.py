"""An anonymous contact turns out to be somebody: what was theirs is that person's from now on."""

from datetime import datetime

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from api.chat.identity import Identity
from api.chat.models import Contact, Conversation, VisitorToken
from api.episodes.models import Episode

SPACE = 0x77686F3F
"""Keeps these locks apart from other advisory locks of the database ("who?" in ASCII)."""
THEIRS = (Conversation, Episode, VisitorToken)
"""All tables that point to a contact."""


def wait_for_turn(session: Session, identity: Identity) -> None:
    """Let two who are the same person be identified one after the other (two tabs of a browser, say)."""
    session.execute(select(func.pg_advisory_xact_lock(SPACE, func.hashtext(identity.sub))))


def identify(session: Session, contact: Contact | None, identity: Identity, *, now: datetime) -> Contact:
    """Return the contact that `identity` names; an anonymous `contact` becomes or joins it.

    What belongs to another identified contact (two people at one browser) is never touched. The caller called
    `wait_for_turn` and then read `contact` with a lock.
    """
    person = session.scalar(select(Contact).where(Contact.external_id == identity.sub))
    anonymous = contact if contact is not None and contact.external_id is None else None
    if person is None:
        person = anonymous or Contact(created_at=now)
        person.external_id = identity.sub
        session.add(person)
    elif anonymous is not None:
        _merge(session, anonymous, person)
    person.name = identity.name or person.name
    person.email = identity.email or person.email
    session.flush()
    return person


def _merge(session: Session, anonymous: Contact, person: Contact) -> None:
    """Move everything, then delete the empty row.

    Conversations are locked first, as every writer of messages does. Locking the contact then waits for
    conversations that are being opened; they move in the second pass.
    """
    person.account_id = person.account_id or anonymous.account_id
    _move(session, anonymous.id, person.id)
    session.refresh(anonymous, with_for_update=True)
    _move(session, anonymous.id, person.id)
    if not any(session.scalar(select(exists().where(of.contact_id == anonymous.id))) for of in THEIRS):
        session.delete(anonymous)
        session.flush()


def _move(session: Session, source: int, target: int) -> None:
    theirs = select(Conversation.id).where(Conversation.contact_id == source)
    session.execute(theirs.order_by(Conversation.id).with_for_update())
    for table in THEIRS:
        session.execute(
            update(table)
            .where(table.contact_id == source)
            .values(contact_id=target)
            .execution_options(synchronize_session=False)
        )
