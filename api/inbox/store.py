"""The SQL of one hand-off: who has it, who takes it, and who could."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from api.chat.models import HandOff
from api.episodes.ledger import Kind
from api.episodes.models import Fact
from api.errors import NotFound
from api.faqs.store import NoSuchFaq, version_by_id
from api.staff.models import Staff

LARGEST = 2**31
"""An id beyond the column's range is as unknown as any other."""


class NoSuchHandOff(NotFound):
    """There is no such hand-off."""


class NoSuchColleague(NotFound):
    """There is no such member of staff, or they do not work here any more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Colleague:
    """A member of staff who may take a conversation, and how many they have."""

    id: int
    name: str
    open: int


def hand_off_for(session: Session, hand_off_id: int) -> HandOff:
    """Return the hand-off as it is now; raises `NoSuchHandOff`."""
    known = 0 < hand_off_id < LARGEST
    found = session.get(HandOff, hand_off_id, populate_existing=True) if known else None
    if found is None:
        raise NoSuchHandOff
    return found


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


def number_of(session: Session, episode_id: int, kind: Kind) -> int:
    """Return how many facts of `kind` the episode has. The caller holds the conversation's lock."""
    counted = select(func.count()).where(Fact.episode_id == episode_id, Fact.kind == kind)
    return session.scalar(counted) or 0


def name_of(session: Session, staff_id: int | None) -> str | None:
    """Return the name of a member of staff who is still known."""
    return session.scalar(select(Staff.name).where(Staff.id == staff_id)) if staff_id else None


def colleague_for(session: Session, staff_id: int) -> Staff:
    """Return an active member of staff; raises `NoSuchColleague`."""
    found = session.get(Staff, staff_id) if 0 < staff_id < LARGEST else None
    if found is None or not found.active:
        raise NoSuchColleague
    return found


def colleagues(session: Session) -> list[Colleague]:
    """Return who is active, those with the fewest open conversations first."""
    held = (
        select(HandOff.claimed_by, func.count().label("open"))
        .where(HandOff.closed_at.is_(None), HandOff.claimed_by.is_not(None))
        .group_by(HandOff.claimed_by)
        .subquery()
    )
    many = func.coalesce(held.c.open, 0)
    rows = session.execute(
        select(Staff.id, Staff.name, many.label("open"))
        .outerjoin(held, held.c.claimed_by == Staff.id)
        .where(Staff.active)
        .order_by(many, Staff.name, Staff.id)
    )
    return [Colleague(id=row.id, name=row.name, open=row.open) for row in rows]


def faq_of(session: Session, version_id: int) -> dict[str, int]:
    """Return the FAQ and the version as a fact names them; raises `NoSuchFaq`."""
    if not 0 < version_id < LARGEST:
        raise NoSuchFaq
    return {"faq_id": version_by_id(session, version_id).faq_id, "version_id": version_id}
