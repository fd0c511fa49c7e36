"""The SQL of the bank."""

from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from api.episodes.models import Episode
from api.errors import Conflict
from api.staff.models import Staff
from api.success.bank.counting import Counted
from api.success.bank.ledger import Terms, Week
from api.success.bank.models import BankTerms, BankWeek
from api.success.queue.models import SuccessAct


class NotClosed(Conflict):
    """This week is still counted with every look: there is nothing to count anew."""


class NothingSet(Conflict):
    """There is no change of the bank's terms to take back."""


def first_episode_at(session: Session) -> datetime | None:
    """Return when the first episode was opened."""
    return session.scalar(select(func.min(Episode.opened_at)))


def closed_weeks(session: Session) -> dict[date, Week]:
    """Return the weeks that were closed, by Monday."""
    rows = session.scalars(select(BankWeek).order_by(BankWeek.week))
    return {
        row.week: Week(monday=row.week, counted=Counted.of_kept(row.counted), closed_at=row.closed_at)
        for row in rows
    }


def close_week(session: Session, week: date, counted: Counted, *, now: datetime, anew: bool = False) -> None:
    """Keep a week as it was counted; whoever was first wins, unless it is counted anew."""
    row = insert(BankWeek).values(week=week, counted=counted.kept(), closed_at=now)
    if anew:
        kept = {"counted": row.excluded.counted, "closed_at": row.excluded.closed_at}
        session.execute(row.on_conflict_do_update(index_elements=["week"], set_=kept))
    else:
        session.execute(row.on_conflict_do_nothing())


def terms_rows(session: Session) -> list[tuple[BankTerms, str | None]]:
    """Return what managers set, oldest first, with who did."""
    rows = session.execute(
        select(BankTerms, Staff.name)
        .outerjoin(Staff, Staff.id == BankTerms.made_by)
        .where(BankTerms.undone_at.is_(None))
        .order_by(BankTerms.id)
    )
    return [(terms, name) for terms, name in rows]


def terms_of_row(row: BankTerms) -> Terms:
    """Return a row as the rules read it."""
    return Terms(
        from_week=row.from_week,
        share=row.share,
        week_share=row.week_share,
        overall_minutes=row.overall_minutes,
        review_hours=row.review_hours,
        minutes={topic: float(minutes) for topic, minutes in row.minutes.items()},
    )


def set_terms(session: Session, terms: Terms, *, by: int, now: datetime) -> None:
    """Keep what a manager set."""
    session.add(
        BankTerms(
            from_week=terms.from_week,
            share=terms.share,
            week_share=terms.week_share,
            overall_minutes=terms.overall_minutes,
            review_hours=terms.review_hours,
            minutes=dict(terms.minutes),
            made_by=by,
            made_at=now,
        )
    )


def undo_terms(session: Session, *, now: datetime) -> None:
    """Take the newest change back. Raises `NothingSet`."""
    newest = select(func.max(BankTerms.id)).where(BankTerms.undone_at.is_(None)).scalar_subquery()
    done = session.scalar(
        update(BankTerms).where(BankTerms.id == newest).values(undone_at=now).returning(BankTerms.id)
    )
    if done is None:
        raise NothingSet


def minutes_logged(session: Session) -> list[tuple[datetime, int]]:
    """Return when minutes were logged on cards, and how many; nothing that was undone."""
    rows = session.execute(
        select(SuccessAct.at, SuccessAct.minutes).where(
            SuccessAct.undone_at.is_(None), SuccessAct.minutes > 0
        )
    )
    return [(at, minutes) for at, minutes in rows]
