"""Whether the sample was ever loaded: its import, which stays when the sample goes."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.inquiries.models import Import, Inquiry

NAME = "sample"


def was_loaded(session: Session) -> bool:
    """Whether the sample was loaded before, even if it was removed since."""
    return _marker(session) is not None


def is_loaded(session: Session) -> bool:
    """Whether the sample is there now."""
    return session.scalar(select(Inquiry.id).where(Inquiry.sample).limit(1)) is not None


def mark_loaded(session: Session, *, now: datetime) -> int:
    """Keep the import; return its id."""
    marker = _marker(session) or Import(name=NAME)
    marker.created_at = now
    session.add(marker)
    session.flush()
    return marker.id


def mark_removed(session: Session) -> None:
    """Say of the import that nothing is left of it."""
    marker = _marker(session)
    if marker is not None:
        marker.kept = 0
        session.flush()


def _marker(session: Session) -> Import | None:
    return session.scalar(select(Import).where(Import.name == NAME, ~Import.sample).limit(1))
