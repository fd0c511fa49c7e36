"""The SQL of the inbox: hand-offs as a list, one hand-off, and who takes it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true, update
from sqlalchemy.orm import Session

from api.chat.models import Contact, Conversation, HandOff, Message
from api.errors import NotFound
from api.faqs.store import NoSuchFaq, version_by_id
from api.staff.models import Staff

Show: TypeAlias = Literal["waiting", "mine", "all", "closed"]
MOST = 200
RECENT = timedelta(days=7)


class NoSuchHandOff(NotFound):
    """There is no such hand-off."""


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
    language: str
    page_url: str | None
    agent: str | None
    contact_id: int
    customer: str | None
    last_text: str | None
    """What the customer wrote last."""
    last_at: datetime | None
    unanswered: bool
    """Whether the customer wrote after the agent."""

    @property
    def state(self) -> Literal["waiting", "claimed", "resolved", "cancelled"]:
        """Where the hand-off is."""
        if self.closed_at is not None:
            return "resolved" if self.claimed_at is not None else "cancelled"
        return "waiting" if self.claimed_at is None else "claimed"


def hand_offs(
    session: Session, *, show: Show, staff_id: int, query: str = "", now: datetime, limit: int = MOST
) -> list[Row]:
    """Return open hand-offs, those nobody has and the longest waiting first; or those closed of late."""
    found = _rows()
    if show == "closed":
        found = found.where(HandOff.closed_at > now - RECENT).order_by(HandOff.closed_at.desc())
    else:
        found = found.where(HandOff.closed_at.is_(None))
        found = found.order_by(HandOff.claimed_at.is_not(None), HandOff.requested_at, HandOff.id)
    if show == "waiting":
        found = found.where(HandOff.claimed_at.is_(None))
    if show == "mine":
        found = found.where(HandOff.claimed_by == staff_id)
    if query.strip():
        found = found.where(_says(query.strip()))
    return [Row(**row) for row in session.execute(found.limit(limit)).mappings()]


def row_for(session: Session, hand_off_id: int) -> Row:
    """Return one hand-off; raises `NoSuchHandOff`."""
    found = session.execute(_rows().where(HandOff.id == hand_off_id)).mappings().first()
    if found is None:
        raise NoSuchHandOff
    return Row(**found)


def hand_off_for(session: Session, hand_off_id: int) -> HandOff:
    """Return the hand-off as it is now; raises `NoSuchHandOff`."""
    found = session.get(HandOff, hand_off_id, populate_existing=True)
    if found is None:
        raise NoSuchHandOff
    return found


def counts(session: Session, staff_id: int) -> dict[str, int]:
    """Return how many open hand-offs wait, are `staff_id`'s, and there are in all."""
    waiting, mine, everything = session.execute(
        select(
            func.count().filter(HandOff.claimed_at.is_(None)),
            func.count().filter(HandOff.claimed_by == staff_id),
            func.count(),
        ).where(HandOff.closed_at.is_(None))
    ).one()
    return {"waiting": waiting, "mine": mine, "all": everything}


def take(session: Session, hand_off_id: int, staff_id: int, now: datetime) -> bool:
    """Give a waiting hand-off to `staff_id`. Of two who try, the second is told no."""
    taken = session.execute(
        update(HandOff)
        .where(HandOff.id == hand_off_id, HandOff.claimed_at.is_(None), HandOff.closed_at.is_(None))
        .values(claimed_by=staff_id, claimed_at=now)
        .returning(HandOff.id)
        .execution_options(synchronize_session=False)
    )
    return taken.scalar() is not None


def name_of(session: Session, staff_id: int | None) -> str | None:
    """Return the name of a member of staff who is still known."""
    return session.scalar(select(Staff.name).where(Staff.id == staff_id)) if staff_id else None


def faq_of(session: Session, version_id: int) -> dict[str, int]:
    """Return the FAQ and the version as a fact names them; raises `NoSuchFaq`."""
    # An id beyond the column's range is as unknown as any other.
    if not 0 < version_id < 2**31:
        raise NoSuchFaq
    return {"faq_id": version_by_id(session, version_id).faq_id, "version_id": version_id}


def _rows() -> Select[*tuple[Any, ...]]:
    said = (
        select(Message.text, Message.created_at, Message.seq)
        .where(Message.conversation_id == HandOff.conversation_id, Message.author == "customer")
        .order_by(Message.seq.desc())
        .limit(1)
        .lateral("said")
    )
    replied = (
        select(func.max(Message.seq))
        .where(Message.conversation_id == HandOff.conversation_id, Message.author == "agent")
        .correlate(HandOff)
        .scalar_subquery()
    )
    unanswered: ColumnElement[bool] = case(
        (HandOff.claimed_at.is_(None), False),
        else_=func.coalesce(said.c.seq > func.coalesce(replied, 0), False),
    )
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
            Conversation.language,
            Conversation.page_url,
            Staff.name.label("agent"),
            Conversation.contact_id,
            Contact.name.label("customer"),
            said.c.text.label("last_text"),
            said.c.created_at.label("last_at"),
            and_(unanswered, HandOff.closed_at.is_(None)).label("unanswered"),
        )
        .join(Conversation, Conversation.id == HandOff.conversation_id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .outerjoin(Staff, Staff.id == HandOff.claimed_by)
        .outerjoin(said, true())
    )


def _says(query: str) -> ColumnElement[bool]:
    words = select(Message.id).where(
        Message.conversation_id == HandOff.conversation_id, Message.text.icontains(query, autoescape=True)
    )
    return or_(words.exists(), Contact.name.icontains(query, autoescape=True))
