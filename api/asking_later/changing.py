"""Changing the share: every change is a version of its own."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.asking_later.models import FollowUpSetting
from api.asking_later.store import withdraw
from api.errors import Invalid, NotFound


class FollowUpShareOutOfRange(Invalid):
    """Give a share from 0 to 100 %."""


class NoSuchFollowUpSetting(NotFound):
    """There is no such version of the setting, or it was taken back."""


def change(session: Session, *, share: float, by: int, now: datetime) -> FollowUpSetting:
    """Keep a new version; raises `FollowUpShareOutOfRange`."""
    if not 0 <= share <= 1:
        raise FollowUpShareOutOfRange
    setting = FollowUpSetting(share=share, made_at=now, made_by=by)
    session.add(setting)
    session.flush()
    return setting


def take_back(session: Session, setting_id: int, *, now: datetime) -> None:
    """Take a version back: the one before is in force again. Raises `NoSuchFollowUpSetting`."""
    if not 0 < setting_id < 2**31 or not withdraw(session, setting_id, now=now):
        raise NoSuchFollowUpSetting
