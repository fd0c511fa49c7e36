"""Sign-ins, kept in the database: the cookie holds a random token, the database its hash."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.staff.models import Staff, StaffSession

COOKIE = "madoguchi_session"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(session: Session, staff: Staff, *, now: datetime, days: int) -> str:
    """Sign `staff` in and return the token for the cookie."""
    session.execute(delete(StaffSession).where(StaffSession.expires_at < now))
    token = secrets.token_urlsafe(32)
    session.add(
        StaffSession(
            token_hash=_hash(token),
            staff_id=staff.id,
            csrf_token=secrets.token_urlsafe(24),
            expires_at=now + timedelta(days=days),
        )
    )
    return token


def session_for(session: Session, token: str, *, now: datetime) -> StaffSession | None:
    """Return the session of `token` while it lasts and its owner is active."""
    return session.scalar(
        select(StaffSession)
        .join(StaffSession.staff)
        .where(StaffSession.token_hash == _hash(token), StaffSession.expires_at > now, Staff.active)
    )


def close_session(session: Session, token: str) -> None:
    """Sign out."""
    session.execute(delete(StaffSession).where(StaffSession.token_hash == _hash(token)))
