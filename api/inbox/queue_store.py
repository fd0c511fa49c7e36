"""The SQL of the queue: hand-offs as a list with filters, and one of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, true
from sqlalchemy.orm import Session, aliased

from api.chat.marks import TYPING
from api.chat.models import Contact, Conversation, HandOff, Message
from api.inbox.store import LARGEST, NoSuchHandOff
from api.staff.models import Staff

Show: TypeAlias = Literal["waiting", "mine", "snoozed", "all", "closed"]
Sort: TypeAlias = Literal["waited", "reason"]
MOST = 200
RECENT = timedelta(days=7)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Which hand-offs are asked for. Empty: any."""

    show: Show = "waiting"
    query: str = ""
    reason: str = ""
    language: str = ""
    unanswered: bool = False
    sort: Sort = "waited"


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A hand-off with its conversation, who has it and what was said last."""

    id: int
    conversation_id: str
    episode_id: int
    reason: str
    requested_at: datetime
    claimed_by: int | None
    claimed_at: datetime | None
    first_replied_at: datetime | None
    closed_at: datetime | None
    snoozed_until: datetime | None
    topic: str | None
    wrap_up: str | None
    callback: dict[str, Any] | None
    language: str
    page_url: str | None
    agent: str | None
    contact_id: int
    customer: str | None
    last_seq: int
    customer_delivered_seq: int
    customer_read_seq: int
    agent_read_seq: int
    last_text: str | None
    """What the customer wrote last."""
    last_at: datetime | None
    unanswered: bool
    """Whether the customer wrote after the agent."""
    snoozed: bool
    """Whether it rests: neither is its time over, nor has the customer written since."""
    customer_types: bool
    agent_typing_id: int | None
    agent_types: str | None
    """The name of the agent who is writing a reply."""

    @property
    def state(self) -> Literal["waiting", "claimed", "resolved", "cancelled"]:
        """Where the hand-off is."""
        if self.closed_at is not None:
            return "resolved" if self.claimed_at is not None else "cancelled"
        return "waiting" if self.claimed_at is None else "claimed"

    @property
    def returned(self) -> bool:
        """Whether it was snoozed and is back."""
        return self.state == "claimed" and self.snoozed_until is not None and not self.snoozed


def hand_offs(
    session: Session, asked: Asked, *, staff_id: int, now: datetime, limit: int = MOST
) -> list[Row]:
    """Return open hand-offs, those nobody has and the longest waiting first; or those closed of late."""
    found = _rows(now)
    if asked.show == "closed":
        found = found.where(HandOff.closed_at > now - RECENT).order_by(HandOff.closed_at.desc())
    else:
        found = found.where(HandOff.closed_at.is_(None), _shown(asked.show, staff_id, now))
        if asked.sort == "reason":
            found = found.order_by(HandOff.reason)
        found = found.order_by(HandOff.claimed_at.is_not(None), HandOff.requested_at, HandOff.id)
    if asked.reason:
        found = found.where(HandOff.reason == asked.reason)
    if asked.language:
        found = found.where(Conversation.language == asked.language)
    if asked.unanswered:
        found = found.where(or_(HandOff.claimed_at.is_(None), _owed()))
    if query := asked.query.replace("\x00", "").strip():
        found = found.where(_says(query))
    return [Row(**row) for row in session.execute(found.limit(limit)).mappings()]


def row_for(session: Session, hand_off_id: int, *, now: datetime) -> Row:
    """Return one hand-off; raises `NoSuchHandOff`."""
    if not 0 < hand_off_id < LARGEST:
        raise NoSuchHandOff
    found = session.execute(_rows(now).where(HandOff.id == hand_off_id)).mappings().first()
    if found is None:
        raise NoSuchHandOff
    return Row(**found)


def counts(session: Session, staff_id: int, *, now: datetime) -> dict[str, int]:
    """Return how many open hand-offs wait, are `staff_id`'s, rest, and there are in all.

    `due` are those of `staff_id` whose customer waits for a reply, or whose snooze is over.
    """
    rests, mine = _rests(now), HandOff.claimed_by == staff_id
    due = mine & ~rests & (_owed() | HandOff.snoozed_until.is_not(None))
    waiting, own, due_now, resting, everything = session.execute(
        select(
            func.count().filter(HandOff.claimed_at.is_(None)),
            func.count().filter(mine & ~rests),
            func.count().filter(due),
            func.count().filter(rests),
            func.count(),
        )
        .select_from(HandOff)
        .join(Conversation, Conversation.id == HandOff.conversation_id)
        .where(HandOff.closed_at.is_(None))
    ).one()
    return {"waiting": waiting, "mine": own, "due": due_now, "snoozed": resting, "all": everything}


def _shown(show: Show, staff_id: int, now: datetime) -> ColumnElement[bool]:
    if show == "waiting":
        return HandOff.claimed_at.is_(None)
    if show == "mine":
        return (HandOff.claimed_by == staff_id) & ~_rests(now)
    return _rests(now) if show == "snoozed" else true()


def _rests(now: datetime) -> ColumnElement[bool]:
    """Snoozed; what the customer wrote and the agent has not read wakes it."""
    unread = select(Message.id).where(
        Message.conversation_id == HandOff.conversation_id,
        Message.author == "customer",
        Message.seq > Conversation.agent_read_seq,
    )
    until = func.coalesce(HandOff.snoozed_until, now)
    return HandOff.claimed_at.is_not(None) & (until > now) & ~unread.correlate(HandOff, Conversation).exists()


def _newest_seq(author: str) -> ColumnElement[int]:
    newest = select(func.max(Message.seq)).where(
        Message.conversation_id == HandOff.conversation_id, Message.author == author
    )
    return func.coalesce(newest.correlate(HandOff).scalar_subquery(), 0)


def _owed() -> ColumnElement[bool]:
    """Claimed, and the customer wrote after the agent."""
    return HandOff.claimed_at.is_not(None) & (_newest_seq("customer") > _newest_seq("agent"))


def _rows(now: datetime) -> Select[*tuple[Any, ...]]:
    said = (
        select(Message.text, Message.created_at)
        .where(Message.conversation_id == HandOff.conversation_id, Message.author == "customer")
        .order_by(Message.seq.desc())
        .limit(1)
        .lateral("said")
    )
    typist = aliased(Staff, name="typist")
    agent_types = and_(Conversation.agent_typing_at > now - TYPING, HandOff.closed_at.is_(None))
    return (
        select(
            HandOff.id,
            HandOff.conversation_id,
            HandOff.episode_id,
            HandOff.reason,
            HandOff.requested_at,
            HandOff.claimed_by,
            HandOff.claimed_at,
            HandOff.first_replied_at,
            HandOff.closed_at,
            HandOff.snoozed_until,
            HandOff.topic,
            HandOff.wrap_up,
            HandOff.callback,
            Conversation.language,
            Conversation.page_url,
            Staff.name.label("agent"),
            Conversation.contact_id,
            Contact.name.label("customer"),
            Conversation.last_seq,
            Conversation.customer_delivered_seq,
            Conversation.customer_read_seq,
            Conversation.agent_read_seq,
            said.c.text.label("last_text"),
            said.c.created_at.label("last_at"),
            and_(_owed(), HandOff.closed_at.is_(None)).label("unanswered"),
            and_(_rests(now), HandOff.closed_at.is_(None)).label("snoozed"),
            func.coalesce(Conversation.customer_typing_at > now - TYPING, literal(False)).label(
                "customer_types"
            ),
            case((agent_types, Conversation.agent_typing_id)).label("agent_typing_id"),
            case((agent_types, typist.name)).label("agent_types"),
        )
        .join(Conversation, Conversation.id == HandOff.conversation_id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .outerjoin(Staff, Staff.id == HandOff.claimed_by)
        .outerjoin(typist, typist.id == Conversation.agent_typing_id)
        .outerjoin(said, true())
    )


def _says(query: str) -> ColumnElement[bool]:
    words = select(Message.id).where(
        Message.conversation_id == HandOff.conversation_id, Message.text.icontains(query, autoescape=True)
    )
    return or_(
        words.exists(),
        *(
            column.icontains(query, autoescape=True)
            for column in (Contact.name, Contact.email, Contact.external_id, HandOff.topic)
        ),
    )
