"""The SQL of FAQs that got worse: what is said of each, and who looked at them."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from api.metrics.answers import ConfirmedPrecision, CsatOfBot
from api.metrics.counting import units_of
from api.metrics.deflection import Recontact
from api.metrics.filters import scope
from api.metrics.models import FaqLook
from api.metrics.periods import Period
from api.metrics.worsening import DAYS, Key, Measure, Share
from api.outcomes.models import Outcome, OutcomeAnswer
from api.staff.models import Staff


def shares_in(session: Session, period: Period, *, now: datetime) -> dict[Key, Share]:
    """Return what is said of each FAQ in the episodes opened in `period`.

    A reaction belongs to the FAQ it was given to; a return and a rating to the one shown last.
    """
    where, shown = scope(period), Outcome.shown_faq_id
    asked = {
        Measure.SOLVED: (ConfirmedPrecision(), OutcomeAnswer.faq_id),
        Measure.RECONTACT: (Recontact(), shown),
        Measure.CSAT: (CsatOfBot(), shown),
    }
    found: dict[Key, Share] = {}
    for measure, (metric, faq_id) in asked.items():
        hits = func.count().filter(metric.held)
        rows = units_of(select(faq_id, hits, func.count()), metric.table).where(
            where, metric.counted, faq_id.is_not(None)
        )
        for one, hit, n in session.execute(rows.group_by(faq_id), {"now": now}):
            found[one, measure] = Share(hits=hit, n=n)
    return found


def looked_at(session: Session, *, now: datetime) -> dict[int, tuple[str | None, datetime]]:
    """Return who looked at which FAQ last and when, of the looks that still count."""
    since = now - timedelta(days=DAYS)
    rows = session.execute(
        select(FaqLook, Staff.name)
        .outerjoin(Staff, Staff.id == FaqLook.staff_id)
        .where(FaqLook.looked_at > since, FaqLook.undone_at.is_(None))
        .order_by(FaqLook.id)
    )
    return {look.faq_id: (name, look.looked_at) for look, name in rows}


def note_look(session: Session, faq_id: int, *, staff_id: int, now: datetime) -> None:
    """Note that somebody looked at an FAQ."""
    session.add(FaqLook(faq_id=faq_id, staff_id=staff_id, looked_at=now))


def undo_looks(session: Session, faq_id: int, *, now: datetime) -> None:
    """Take the looks at an FAQ back; they stay in the table."""
    standing = update(FaqLook).where(FaqLook.faq_id == faq_id, FaqLook.undone_at.is_(None))
    session.execute(standing.values(undone_at=now))
