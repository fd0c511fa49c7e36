"""The SQL of milestones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from api.accounts.models import Account
from api.errors import Conflict, NotFound
from api.staff.models import Staff
from api.success.milestones.models import Milestone, MilestoneMark
from api.success.milestones.reaching import DEFAULTS


class NoSuchMilestone(NotFound):
    """There is no such milestone or account."""


class AlreadyReached(Conflict):
    """Somebody has marked this milestone as reached already."""


class NotMarked(Conflict):
    """Nobody marked this milestone by hand, so there is nothing to take back."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """Who said that a milestone was reached, and when."""

    who: str | None
    at: datetime


def begun_milestones(session: Session) -> Sequence[Milestone]:
    """Return the milestones; a house that never had one begins with the usual ones."""
    if _none(session):
        # Two first looks at once: the second waits, and finds what the first one wrote.
        session.execute(text("LOCK TABLE milestones IN SHARE ROW EXCLUSIVE MODE"))
    if _none(session):
        for stage, name_ja, name_en, rule, at_least in DEFAULTS:
            add_milestone(session, stage, name_ja, name_en, rule, at_least)
    return session.scalars(
        select(Milestone).where(Milestone.removed_at.is_(None)).order_by(Milestone.place, Milestone.id)
    ).all()


def _none(session: Session) -> bool:
    return session.scalar(select(func.count()).select_from(Milestone)) == 0


def add_milestone(
    session: Session, stage: str, name_ja: str, name_en: str, rule: str | None, at_least: float
) -> Milestone:
    """Add a milestone at the end of its stage."""
    last = session.scalar(select(func.max(Milestone.place)).where(Milestone.stage == stage)) or 0
    made = Milestone(
        stage=stage,
        name_ja=name_ja,
        name_en=name_en,
        place=last + 1,
        rule=rule,
        parameters={"at_least": at_least} if rule else {},
    )
    session.add(made)
    session.flush()
    return made


def milestone_for(session: Session, milestone_id: int) -> Milestone:
    """Return a milestone, its row locked, also one that was removed. Raises `NoSuchMilestone`."""
    found = session.scalar(select(Milestone).where(Milestone.id == milestone_id).with_for_update())
    if found is None:
        raise NoSuchMilestone
    return found


def marks(session: Session) -> dict[tuple[int, int], Mark]:
    """Return the marks that stand, by milestone and account."""
    rows = session.execute(
        select(MilestoneMark, Staff.name)
        .outerjoin(Staff, Staff.id == MilestoneMark.staff_id)
        .where(MilestoneMark.undone_at.is_(None))
        .order_by(MilestoneMark.id)
    )
    return {(row.milestone_id, row.account_id): Mark(who=who, at=row.at) for row, who in rows}


def mark(session: Session, milestone: Milestone, account_id: int, *, by: int, now: datetime) -> None:
    """Say that an account reached it. Raises `NoSuchMilestone`, `AlreadyReached`."""
    if session.get(Account, account_id) is None:
        raise NoSuchMilestone
    if (milestone.id, account_id) in marks(session):
        raise AlreadyReached
    session.add(MilestoneMark(milestone_id=milestone.id, account_id=account_id, staff_id=by, at=now))


def unmark(session: Session, milestone: Milestone, account_id: int, *, now: datetime) -> None:
    """Take a mark back. Raises `NotMarked`."""
    found = session.scalars(
        select(MilestoneMark).where(
            MilestoneMark.milestone_id == milestone.id,
            MilestoneMark.account_id == account_id,
            MilestoneMark.undone_at.is_(None),
        )
    ).first()
    if found is None:
        raise NotMarked
    found.undone_at = now
