"""The SQL of notices."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from api.chat.models import Contact
from api.chat.notices.models import Notice, NoticeShown
from api.errors import NotFound

LASTS = timedelta(days=14)
"""How long a notice waits to be seen."""


class NoSuchNotice(NotFound):
    """There is no such notice."""


def post_notice(
    session: Session, account_id: int, *, text_ja: str, text_en: str, by: int | None, now: datetime
) -> int:
    """Let an account's people be shown a message, and return its id."""
    notice = Notice(
        account_id=account_id,
        text_ja=text_ja,
        text_en=text_en,
        staff_id=by,
        created_at=now,
        expires_at=now + LASTS,
    )
    session.add(notice)
    session.flush()
    return notice.id


def notices_for(session: Session, contact: Contact, *, now: datetime) -> Sequence[Notice]:
    """Return what this contact is to be shown: their account's notices that they did not dismiss."""
    if contact.account_id is None:
        return []
    return session.scalars(
        select(Notice)
        .outerjoin(NoticeShown, (NoticeShown.notice_id == Notice.id) & (NoticeShown.contact_id == contact.id))
        .where(
            Notice.account_id == contact.account_id,
            Notice.withdrawn_at.is_(None),
            Notice.expires_at > now,
            NoticeShown.dismissed_at.is_(None),
        )
        .order_by(Notice.id)
    ).all()


def notice_for(session: Session, contact: Contact, notice_id: int) -> Notice:
    """Return a notice to this contact's account. Raises `NoSuchNotice`."""
    found = session.get(Notice, notice_id)
    if found is None or contact.account_id is None or found.account_id != contact.account_id:
        raise NoSuchNotice
    return found


def was_shown(session: Session, notice: Notice, contact: Contact, *, now: datetime) -> None:
    """Write that a contact saw it; once, whatever the widget says again."""
    row = insert(NoticeShown).values(notice_id=notice.id, contact_id=contact.id, shown_at=now)
    session.execute(row.on_conflict_do_nothing())


def was_dismissed(session: Session, notice: Notice, contact: Contact, *, now: datetime) -> None:
    """Write that a contact put it away: they are not shown it again."""
    was_shown(session, notice, contact, now=now)
    session.execute(
        update(NoticeShown)
        .where(
            NoticeShown.notice_id == notice.id,
            NoticeShown.contact_id == contact.id,
            NoticeShown.dismissed_at.is_(None),
        )
        .values(dismissed_at=now)
    )
