"""The SQL of playbooks."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from api.errors import Conflict, NotFound
from api.staff.models import Staff
from api.success.playbooks import models
from api.success.playbooks.defaults import defaults
from api.success.playbooks.playbook import Content, Playbook


class NoSuchPlaybook(NotFound):
    """There is no such playbook."""


class NothingBefore(Conflict):
    """This is the playbook's first version: there is nothing to go back to."""


class SavedMeanwhile(Conflict):
    """Somebody saved this playbook meanwhile. Open it again to see what they wrote."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Saved:
    """One version: who saved it, and when."""

    number: int
    active: bool
    content: Content
    who: str | None
    at: datetime


def playbooks(session: Session) -> list[Playbook]:
    """Return every playbook as it stands, in their order."""
    rows = session.execute(
        select(models.PlaybookVersion)
        .join(models.Playbook, models.Playbook.id == models.PlaybookVersion.playbook_id)
        .where(models.Playbook.removed_at.is_(None))
        .ext(distinct_on(models.PlaybookVersion.playbook_id))
        .order_by(models.PlaybookVersion.playbook_id, models.PlaybookVersion.number.desc())
    ).scalars()
    return [
        Playbook(id=row.playbook_id, number=row.number, active=row.active, content=Content(**row.content))
        for row in rows
    ]


def begun_playbooks(session: Session, *, now: datetime) -> list[Playbook]:
    """Return every playbook; a house that never had one begins with the usual ones."""
    if _none(session):
        # Two first looks at once: the second waits, and finds what the first one wrote.
        session.execute(text("LOCK TABLE playbooks IN SHARE ROW EXCLUSIVE MODE"))
    if _none(session):
        for content in defaults():
            add_playbook(session, content, by=None, now=now)
    return playbooks(session)


def _none(session: Session) -> bool:
    return session.scalar(select(func.count()).select_from(models.Playbook)) == 0


def playbook_for(session: Session, playbook_id: int) -> Playbook:
    """Return a playbook, its row locked. Raises `NoSuchPlaybook`."""
    locked = session.scalar(
        select(models.Playbook)
        .where(models.Playbook.id == playbook_id, models.Playbook.removed_at.is_(None))
        .with_for_update()
    )
    found = next((one for one in playbooks(session) if one.id == playbook_id), None)
    if locked is None or found is None:
        raise NoSuchPlaybook
    return found


def versions_of(session: Session, playbook_id: int) -> list[Saved]:
    """Return a playbook's versions, the newest first."""
    rows = session.execute(
        select(models.PlaybookVersion, Staff.name)
        .outerjoin(Staff, Staff.id == models.PlaybookVersion.made_by)
        .where(models.PlaybookVersion.playbook_id == playbook_id)
        .order_by(models.PlaybookVersion.number.desc())
    )
    return [
        Saved(number=row.number, active=row.active, content=Content(**row.content), who=who, at=row.made_at)
        for row, who in rows
    ]


def add_playbook(session: Session, content: Content, *, by: int | None, now: datetime) -> int:
    """Add a playbook that is on, and return its id."""
    made = models.Playbook(created_at=now)
    session.add(made)
    session.flush()
    save_version(session, made.id, 1, content, active=True, by=by, now=now)
    return made.id


def save_version(
    session: Session,
    playbook_id: int,
    number: int,
    content: Content,
    *,
    active: bool,
    by: int | None,
    now: datetime,
) -> None:
    """Keep the next version of a playbook."""
    session.add(
        models.PlaybookVersion(
            playbook_id=playbook_id,
            number=number,
            content=content.kept(),
            active=active,
            made_by=by,
            made_at=now,
        )
    )
    session.flush()
