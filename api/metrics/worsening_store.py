"""The SQL of looks at FAQs that got worse."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from api.metrics.models import FaqLook
from api.metrics.worsening import DAYS
from api.staff.models import Staff


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
