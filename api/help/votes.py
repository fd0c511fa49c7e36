""" "Was this helpful?" on the FAQ site, counted as facts.

Nothing is written before a reader says yes or no: who merely looks or leaves is no episode, so no success.
"""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.chat.messages import append_message
from api.chat.models import Contact, Conversation, VisitorToken
from api.clock import aware
from api.episodes.ledger import Kind, record
from api.episodes.models import Episode, Fact
from api.errors import Invalid, TooMany
from api.help.shelf import Entry
from api.web.texts import translate

LIFE = timedelta(hours=24)
"""How long a form can be sent; a later one has to be loaded anew."""
A_MINUTE = 60
"""Votes a minute beyond which they are no readers'."""


class StaleVote(Invalid):
    """This page is too old. Open it again and repeat."""


class TooManyVotes(TooMany):
    """Too many answers at once. Please wait a moment."""


def ticket(key: str, version_id: int, now: datetime) -> str:
    """Return what a page's form carries: when it was shown, signed, so that nobody sends it unseen."""
    seen = str(int(now.timestamp()))
    return f"{seen}.{_signed(key, version_id, seen)}"


def seen_at(key: str, version_id: int, sent: str, now: datetime) -> datetime:
    """Return when the page of `sent` was shown; raises `StaleVote`."""
    seen, _, signed = sent.partition(".")
    right = hmac.compare_digest(signed.encode(), _signed(key, version_id, seen).encode())
    if not right or not seen.isdecimal():
        raise StaleVote
    at = datetime.fromtimestamp(int(seen), UTC)
    if not timedelta(0) <= now - at + timedelta(seconds=1) <= LIFE:
        raise StaleVote
    return min(at, now)


def vote(
    session: Session,
    entry: Entry,
    *,
    reader: str,
    helpful: bool,
    seen: datetime,
    page_url: str,
    now: datetime,
) -> bool:
    """Write a reader's yes or no as an episode of its own: the answer shown and the feedback to it.

    `reader` is the cookie's random value. One reader counts once per version; return whether this did.
    """
    key = f"help:{hashlib.sha256(reader.encode()).hexdigest()[:32]}:{entry.version_id}"
    # One at a time, so that a double click is one vote.
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(key))))
    kind = Kind.FEEDBACK_GIVEN
    if session.scalar(select(Fact.id).where(Fact.key == f"{kind}:{key}")) is not None:
        return False
    _limit(session, now)
    conversation, episode = _opened(session, entry, reader, page_url=page_url, seen=seen, now=now)
    says = translate(entry.language, "help.yes" if helpful else "help.no")
    append_message(
        session,
        conversation,
        author="system",
        text=translate(entry.language, "help.vote_kept", question=entry.question, said=says),
        content={"act": "help_vote", "language": entry.language, "faq_id": entry.faq_id},
        episode_id=episode.id,
        now=now,
    )
    about = {"faq_id": entry.faq_id, "version_id": entry.version_id}
    record(session, episode.id, Kind.ANSWER_SHOWN, at=seen, key=key, channel="help", **about)
    value = "solved" if helpful else "not_solved"
    record(session, episode.id, kind, at=now, key=key, value=value, channel="help", **about)
    return True


def _opened(
    session: Session, entry: Entry, reader: str, *, page_url: str, seen: datetime, now: datetime
) -> tuple[Conversation, Episode]:
    """Open a conversation of the reader, who is one contact however much they read."""
    contact = _contact(session, reader, now)
    conversation = Conversation(
        id=secrets.token_urlsafe(16),
        contact_id=contact.id,
        channel="help",
        language=entry.language,
        page_url=page_url,
        last_seq=0,
        created_at=aware(seen),
        updated_at=aware(now),
    )
    session.add(conversation)
    session.flush()
    episode = Episode(conversation_id=conversation.id, contact_id=contact.id, number=1, opened_at=aware(seen))
    session.add(episode)
    session.flush()
    return conversation, episode


def _contact(session: Session, reader: str, now: datetime) -> Contact:
    token_hash = hashlib.sha256(reader.encode()).hexdigest()
    known = session.get(VisitorToken, token_hash)
    if known is not None:
        return session.get_one(Contact, known.contact_id)
    contact = Contact(created_at=now)
    session.add(contact)
    session.flush()
    # It names the reader and lets nobody into a conversation.
    token = VisitorToken(token_hash=token_hash, contact_id=contact.id, created_at=now, revoked_at=now)
    token.expires_at = token.exchangeable_until = now
    session.add(token)
    session.flush()
    return contact


def _limit(session: Session, now: datetime) -> None:
    lately = session.scalar(
        select(func.count()).where(
            Fact.kind == Kind.FEEDBACK_GIVEN,
            Fact.at > now - timedelta(minutes=1),
            Fact.payload["channel"].astext == "help",
        )
    )
    if lately is not None and lately >= A_MINUTE:
        raise TooManyVotes


def _signed(key: str, version_id: int, seen: str) -> str:
    message = f"help vote {version_id} {seen}".encode()
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()[:32]
