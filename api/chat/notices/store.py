"""The SQL of notices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from api.chat.models import Contact
from api.chat.notices.models import Notice, NoticeShown
from api.errors import Conflict, NotFound
from api.staff.models import Staff

LASTS = timedelta(days=14)
"""How long a notice waits to be seen."""


class NoSuchNotice(NotFound):
    """There is no such notice."""


class NotShownAnyMore(Conflict):
    """The widget shows this notice no more."""


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A notice as the staff see it: who wrote it, how many were shown it, and who withdrew it."""

    notice: Notice
    by: str | None
    withdrawn_by: str | None
    shown: int
    put_away: int

    def runs(self, now: datetime) -> bool:
        """Whether the widget shows it."""
        return self.notice.withdrawn_at is None and self.notice.expires_at > now


def notices_of(session: Session, account_id: int, *, most: int = 20) -> list[Told]:
    """Return an account's notices, the newest first."""
    author, withdrawer = aliased(Staff), aliased(Staff)
    shown = select(func.count()).where(NoticeShown.notice_id == Notice.id)
    rows = session.execute(
        select(
            Notice,
            author.name,
            withdrawer.name,
            shown.scalar_subquery(),
            shown.where(NoticeShown.dismissed_at.is_not(None)).scalar_subquery(),
        )
        .outerjoin(author, author.id == Notice.staff_id)
        .outerjoin(withdrawer, withdrawer.id == Notice.withdrawn_by)
        .where(Notice.account_id == account_id)
        .order_by(Notice.id.desc())
        .limit(most)
    )
    return [
        Told(notice=notice, by=by, withdrawn_by=withdrawn_by, shown=seen, put_away=away)
        for notice, by, withdrawn_by, seen, away in rows
    ]


def withdraw(session: Session, account_id: int, notice_id: int, *, by: int, now: datetime) -> None:
    """Let the widget show a notice no more. Raises `NoSuchNotice`, or `NotShownAnyMore`."""
    notice = _of(session, account_id, notice_id)
    if notice.withdrawn_at is not None or notice.expires_at <= now:
        raise NotShownAnyMore
    notice.withdrawn_at, notice.withdrawn_by = now, by


def show_again(session: Session, account_id: int, notice_id: int) -> None:
    """Take a withdrawal back. Raises `NoSuchNotice`."""
    notice = _of(session, account_id, notice_id)
    notice.withdrawn_at = notice.withdrawn_by = None


def _of(session: Session, account_id: int, notice_id: int) -> Notice:
    found = session.get(Notice, notice_id, with_for_update=True, populate_existing=True)
    if found is None or found.account_id != account_id:
        raise NoSuchNotice
    return found
