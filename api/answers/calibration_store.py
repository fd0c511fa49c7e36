"""The SQL of calibrations."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from api.answers.calibration_share import Share
from api.answers.calibration_values import promises_of, values_of
from api.answers.models import KeptCalibration, Why
from api.answers.served import Pinned
from api.clock import aware
from api.database import notify
from api.errors import Conflict, NotFound
from api.staff.models import Staff
from faq_clustering.answering.calibration import Calibration

TOPIC = "calibrations"
MOST = 100
# Two processes that compute the same calibration at once keep it once.
LOCK = int.from_bytes(hashlib.sha256(b"madoguchi calibrations").digest()[:6], "big")


class NoSuchCalibration(NotFound):
    """There is no such calibration."""


class AlreadyPinned(Conflict):
    """This calibration is pinned already."""


class NotPinned(Conflict):
    """This calibration is not pinned."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A calibration with the name of who pinned it."""

    row: KeptCalibration
    pinned_by: str | None


def keep(
    session: Session, calibration: Calibration, *, share: Share, index_version: str, why: Why, now: datetime
) -> bool:
    """Keep a calibration unless it is as the newest one; return whether it was kept.

    It comes into use unless an older one is pinned.
    """
    session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    values = values_of(calibration)
    newest = session.scalar(_newest_first().limit(1))
    if newest is not None and newest.digest == values["digest"]:
        return False
    pinned = pinned_calibration(session)
    if pinned is None:
        session.execute(update(KeptCalibration).where(KeptCalibration.active).values(active=False))
    session.add(
        KeptCalibration(
            **values,
            made_at=aware(now),
            index_version=index_version,
            why=why,
            share_missing=share.missing,
            share_questions=share.questions,
            active=pinned is None,
        )
    )
    session.flush()
    return True


def kept_calibrations(session: Session, limit: int = MOST) -> list[Kept]:
    """Return calibrations, the newest first."""
    found = (
        select(KeptCalibration, Staff.name)
        .outerjoin(Staff, Staff.id == KeptCalibration.pinned_by)
        .order_by(KeptCalibration.id.desc())
        .limit(limit)
    )
    return [Kept(row=row, pinned_by=name) for row, name in session.execute(found)]


def calibration_for(session: Session, calibration_id: int, *, lock: bool = False) -> KeptCalibration:
    """Return a calibration; any member of staff may read any. Raises `NoSuchCalibration`."""
    # An id beyond the column's range is as unknown as any other.
    found = (
        session.get(KeptCalibration, calibration_id, with_for_update=lock, populate_existing=lock)
        if 0 < calibration_id < 2**31
        else None
    )
    if found is None:
        raise NoSuchCalibration
    return found


def kept_for(session: Session, calibration_id: int) -> Kept:
    """Return a calibration and who pinned it; raises `NoSuchCalibration`."""
    row = calibration_for(session, calibration_id)
    name = session.scalar(select(Staff.name).where(Staff.id == row.pinned_by))
    return Kept(row=row, pinned_by=name)


def pinned_calibration(session: Session) -> KeptCalibration | None:
    """Return the calibration whose thresholds are used until it is unpinned."""
    return session.scalar(select(KeptCalibration).where(KeptCalibration.pinned_at.is_not(None)))


def active_calibration(session: Session) -> KeptCalibration | None:
    """Return the calibration in use."""
    return session.scalar(select(KeptCalibration).where(KeptCalibration.active))


def pinned_now(session: Session) -> Pinned | None:
    """Return the pinned thresholds as they are served."""
    row = pinned_calibration(session)
    return None if row is None else Pinned(calibration_id=row.id, promises=promises_of(row.languages))


def pin(session: Session, calibration_id: int, *, by: int, now: datetime) -> KeptCalibration:
    """Use the thresholds of this calibration until it is unpinned. Raises `AlreadyPinned`."""
    session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    chosen = calibration_for(session, calibration_id, lock=True)
    if chosen.pinned_at is not None:
        raise AlreadyPinned
    _use(session, chosen, pinned_at=aware(now), pinned_by=by)
    return chosen


def unpin(session: Session, calibration_id: int) -> KeptCalibration:
    """Use the newest calibration again. Raises `NotPinned`."""
    session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    pinned = calibration_for(session, calibration_id, lock=True)
    if pinned.pinned_at is None:
        raise NotPinned
    newest = session.scalars(_newest_first().limit(1)).one()
    _use(session, newest, pinned_at=None, pinned_by=None)
    session.refresh(pinned)
    return pinned


def _use(session: Session, chosen: KeptCalibration, **pinned: Any) -> None:
    unused: dict[str, Any] = {"active": False, "pinned_at": None, "pinned_by": None}
    session.execute(update(KeptCalibration).values(unused))
    session.execute(
        update(KeptCalibration).where(KeptCalibration.id == chosen.id).values(active=True, **pinned)
    )
    session.refresh(chosen)
    notify(session, TOPIC)


def _newest_first() -> Any:
    return select(KeptCalibration).order_by(KeptCalibration.id.desc())
