"""The SQL of reviewing time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from api.clock import aware
from api.reviewing.models import ReviewBeat
from api.staff.models import Staff


@dataclass(frozen=True, kw_only=True, slots=True)
class Reviewed:
    """One beat: who reviewed what, for how many seconds, until when."""

    who: str
    about: str
    about_id: int | None
    seconds: int
    at: datetime


def log_beat(
    session: Session,
    *,
    beat_id: str,
    staff_id: int,
    about: str,
    about_id: int | None,
    seconds: int,
    now: datetime,
) -> None:
    """Write one beat; one that is there already stays as it is."""
    session.execute(
        insert(ReviewBeat)
        .values(
            id=beat_id,
            staff_id=staff_id,
            about=about,
            about_id=about_id,
            seconds=seconds,
            at=aware(now),
        )
        .on_conflict_do_nothing()
    )


def reviewed_between(session: Session, start: datetime, end: datetime) -> Sequence[Reviewed]:
    """Return the beats of a span, the newest first."""
    rows = session.execute(
        select(ReviewBeat, Staff.name)
        .join(Staff, Staff.id == ReviewBeat.staff_id)
        .where(ReviewBeat.at >= start, ReviewBeat.at < end)
        .order_by(ReviewBeat.at.desc(), ReviewBeat.id)
    )
    return [
        Reviewed(who=name, about=beat.about, about_id=beat.about_id, seconds=beat.seconds, at=beat.at)
        for beat, name in rows
    ]
