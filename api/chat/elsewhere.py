"""What a contact asked elsewhere, by telephone say, and a person took care of: an episode like any other.

Without these a customer who was not helped and then called would pass for one who was.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.chat.messages import append_message
from api.chat.models import WIDGET, Contact, Conversation
from api.chat.receiving import LENGTH, MessageTooLong, storable
from api.clock import aware
from api.episodes.ledger import Kind, record
from api.episodes.models import Episode, Fact
from api.errors import Conflict, Invalid
from api.inquiries.incoming import Incoming
from api.inquiries.keeping import AHEAD, keep
from api.inquiries.models import Inquiry
from api.inquiries.vectors import Embedding
from faq_clustering.text import language_of

BY = "elsewhere"
"""Who resolved it: a person, whose name we do not know."""
OURS = frozenset({WIDGET, "help"})


class OurOwnChannel(Invalid):
    """Episodes of the widget and the help pages are written where they happen. Name another channel."""


class TimesDisagree(Invalid):
    """An episode is opened before it is replied to and closed, and none of it lies in the future."""


class KnownOtherwise(Conflict):
    """An episode with this id belongs to another contact."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One episode as another system tells it."""

    id: str
    """Its id there: told again, it is not a second episode."""
    channel: str
    opened_at: datetime
    text: str
    replied_at: datetime | None
    """When a person replied; None when nobody did."""
    closed_at: datetime | None


def bot_began(session: Session) -> datetime | None:
    """Return when the first conversation with the bot began, or nothing while there is none."""
    return session.scalar(_BEGAN)


def tell(
    session: Session,
    external_id: str,
    told: Told,
    *,
    near: Sequence[int],
    began: datetime | None,
    now: datetime,
    inquiry: Inquiry | None = None,
    embedding: Embedding | None = None,
) -> tuple[Episode, bool]:
    """Write the episode; return it, and whether it is new.

    `near`: the FAQs that its words come nearest to, the likeliest first. `began`: `bot_began`; what was
    before it counts in no rate. `inquiry`: the one its words are kept in already. Raises `OurOwnChannel`,
    `TimesDisagree`, `KnownOtherwise` and `MessageTooLong`.
    """
    _check(told, now)
    key = f"{told.channel}:{hashlib.sha256(told.id.encode()).hexdigest()[:32]}"
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(key))))
    contact = _contact(session, external_id, now)
    known = session.scalar(
        select(Episode)
        .join(Fact, Fact.episode_id == Episode.id)
        .where(Fact.key == f"{Kind.MESSAGE_RECEIVED}:{key}")
    )
    if known is not None:
        if known.contact_id != contact.id:
            raise KnownOtherwise
        return known, False
    conversation, episode = _opened(session, contact, told)
    _write(
        session, conversation, episode, told, key, near, before_bot=began is None or told.opened_at < began
    )
    if inquiry is not None:
        inquiry.conversation_id, inquiry.episode_id = episode.conversation_id, episode.id
    elif told.text:
        incoming = Incoming(
            text=told.text,
            received_at=told.opened_at,
            channel=told.channel,
            external_key=key,
            conversation_id=episode.conversation_id,
            episode_id=episode.id,
        )
        keep(session, [incoming], source=BY, now=now, embedding=embedding)
    return episode, True


def _check(told: Told, now: datetime) -> None:
    if told.channel in OURS:
        raise OurOwnChannel
    times = [at for at in (told.opened_at, told.replied_at, told.closed_at) if at is not None]
    if times != sorted(times) or times[-1] > now + AHEAD:
        raise TimesDisagree
    if len(told.text) > LENGTH:
        raise MessageTooLong


def _contact(session: Session, external_id: str, now: datetime) -> Contact:
    """Return the contact whom the company calls `external_id`; nobody yet: then they are new."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"contact:{external_id}"))))
    found = session.scalar(select(Contact).where(Contact.external_id == external_id))
    if found is None:
        found = Contact(external_id=external_id, created_at=now)
        session.add(found)
        session.flush()
    return found


def _opened(session: Session, contact: Contact, told: Told) -> tuple[Conversation, Episode]:
    """Open a conversation of its own: nobody writes on in it."""
    language = language_of(told.text) if told.text else "ja"
    conversation = Conversation(
        id=secrets.token_urlsafe(16),
        contact_id=contact.id,
        channel=told.channel,
        language=language if language in ("ja", "en") else "ja",
        last_seq=0,
        created_at=aware(told.opened_at),
        updated_at=aware(told.closed_at or told.replied_at or told.opened_at),
    )
    session.add(conversation)
    session.flush()
    episode = Episode(
        conversation_id=conversation.id, contact_id=contact.id, number=1, opened_at=aware(told.opened_at)
    )
    session.add(episode)
    session.flush()
    return conversation, episode


def _write(
    session: Session,
    conversation: Conversation,
    episode: Episode,
    told: Told,
    key: str,
    near: Sequence[int],
    *,
    before_bot: bool,
) -> None:
    message_id = None
    if told.text:
        message = append_message(
            session,
            conversation,
            author="customer",
            text=storable(told.text),
            content={"language": conversation.language},
            episode_id=episode.id,
            now=told.opened_at,
        )
        message_id = message.id
    received: dict[str, object] = {"message_id": message_id}
    if before_bot:
        received["before_bot"] = True
    facts: list[tuple[Kind, datetime | None, dict[str, object]]] = [
        (Kind.MESSAGE_RECEIVED, told.opened_at, received),
        (Kind.TOPIC_NOTED, told.opened_at if near else None, {"faq_ids": [*near]}),
        (Kind.AGENT_REPLIED, told.replied_at, {"staff_id": None}),
        (Kind.CONVERSATION_RESOLVED, told.closed_at, {"by": BY}),
    ]
    for kind, at, payload in facts:
        if at is not None:
            record(session, episode.id, kind, at=at, key=key, channel=told.channel, **payload)


_BEGAN = (
    select(Episode.opened_at)
    .join(Conversation, Conversation.id == Episode.conversation_id)
    .where(Conversation.channel == WIDGET)
    .order_by(Episode.opened_at)
    .limit(1)
)
