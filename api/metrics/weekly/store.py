"""The SQL of the weekly mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from api.metrics.weekly.models import State, WeeklyMail, WeeklySubscription
from api.staff.models import Role, Staff

KEPT = 12
"""Mails shown on the page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """Who gets the mail."""

    staff: Staff
    subscription: WeeklySubscription


def subscription_of(session: Session, staff_id: int) -> WeeklySubscription | None:
    """Return a member's subscription."""
    return session.get(WeeklySubscription, staff_id)


def readers(session: Session) -> list[Reader]:
    """Return who is subscribed and still a manager here."""
    found = session.execute(
        select(Staff, WeeklySubscription)
        .join(WeeklySubscription, WeeklySubscription.staff_id == Staff.id)
        .where(Staff.active)
        .order_by(Staff.id)
    )
    return [
        Reader(staff=staff, subscription=subscription)
        for staff, subscription in found
        if Role(staff.role).rank >= Role.MANAGER.rank
    ]


def subscribe(session: Session, staff_id: int, weekday: int, *, now: datetime) -> None:
    """Subscribe, or change the day."""
    there = session.get(WeeklySubscription, staff_id)
    if there is None:
        session.add(WeeklySubscription(staff_id=staff_id, weekday=weekday, since=now))
    else:
        there.weekday = weekday
    session.flush()


def mails_of(session: Session, staff_id: int) -> Sequence[WeeklyMail]:
    """Return a member's last mails, newest week first."""
    asked = select(WeeklyMail).where(WeeklyMail.staff_id == staff_id)
    return session.scalars(asked.order_by(WeeklyMail.week.desc()).limit(KEPT)).all()


def put_in_line(session: Session, staff_id: int, week: date, *, now: datetime) -> None:
    """Let a week's mail wait to be sent, unless there is one already."""
    row = {"staff_id": staff_id, "week": week, "state": State.WAITING, "next_try_at": now}
    session.execute(insert(WeeklyMail).values(row).on_conflict_do_nothing())


def take_next(session: Session, *, now: datetime) -> WeeklyMail | None:
    """Return the next mail to try, locked; nobody else can take it meanwhile."""
    return session.scalar(
        select(WeeklyMail)
        .where(WeeklyMail.state.in_((State.WAITING, State.FAILED)), WeeklyMail.next_try_at <= now)
        .order_by(WeeklyMail.next_try_at, WeeklyMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
