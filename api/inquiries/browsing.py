"""Looking through inquiries: masked texts only."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.errors import NotFound
from api.inquiries.models import Import, Inquiry

PAGE = 50
RECENT = 5


class NoSuchImport(NotFound):
    """There is no such import."""


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """How many rows of an import name who handled them, became episodes, and wait to."""

    handled: int
    told: int
    waiting: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One page of what was found, newest first; `number` counts from 1."""

    rows: Sequence[Inquiry]
    total: int
    number: int

    @property
    def first(self) -> int:
        """Place of the page's first row among all, from 1."""
        return (self.number - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """Place of the page's last row."""
        return min(self.number * PAGE, self.total)


def search_inquiries(
    session: Session, *, query: str = "", language: str = "", channel: str = "", number: int = 1
) -> Found:
    """Inquiries whose text or reply holds every word of `query`."""
    wanted = sa.select(Inquiry)
    for word in query.split():
        wanted = wanted.where(
            Inquiry.text.icontains(word, autoescape=True) | Inquiry.reply.icontains(word, autoescape=True)
        )
    if language:
        wanted = wanted.where(Inquiry.language == language)
    if channel:
        wanted = wanted.where(Inquiry.channel == channel)
    total = session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
    number = max(1, min(number, -(-total // PAGE)))
    rows = session.scalars(
        wanted.order_by(Inquiry.received_at.desc(), Inquiry.id.desc()).offset((number - 1) * PAGE).limit(PAGE)
    ).all()
    return Found(rows=rows, total=total, number=number)


def channels(session: Session) -> Sequence[str]:
    """Every channel that inquiries came by."""
    return session.scalars(sa.select(Inquiry.channel).distinct().order_by(Inquiry.channel)).all()


def recent_imports(session: Session) -> Sequence[Import]:
    """The newest imports."""
    return session.scalars(sa.select(Import).order_by(Import.id.desc()).limit(RECENT)).all()


def import_for(session: Session, import_id: int) -> Import:
    """Return one import with its report; any member of staff may read any. Raises `NoSuchImport`."""
    found = session.get(Import, import_id)
    if found is None:
        raise NoSuchImport
    return found


def history_of(session: Session, import_id: int) -> History:
    """Return what the rows of an import tell of the past."""
    row = session.execute(
        sa.select(
            sa.func.count(Inquiry.handler),
            sa.func.count(Inquiry.episode_id),
            sa.func.count(Inquiry.customer_id),
        ).where(Inquiry.import_id == import_id)
    ).one()
    return History(handled=row[0], told=row[1], waiting=row[2])
