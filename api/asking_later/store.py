"""The SQL of the setting."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from api.asking_later.models import FollowUpSetting
from api.staff.models import Staff


def setting_in_force(session: Session) -> FollowUpSetting | None:
    """Return the version in force; None where no manager has set one."""
    return session.scalar(
        select(FollowUpSetting)
        .where(FollowUpSetting.withdrawn_at.is_(None))
        .order_by(FollowUpSetting.id.desc())
        .limit(1)
    )


def share_in_force(session: Session, *, default: float) -> float:
    """Return the share in force: a manager's, else the installation's."""
    setting = setting_in_force(session)
    return default if setting is None else setting.share


def settings_kept(session: Session) -> Sequence[tuple[FollowUpSetting, str | None]]:
    """Return all versions with who made them, the newest first."""
    rows = session.execute(
        select(FollowUpSetting, Staff.name)
        .outerjoin(Staff, Staff.id == FollowUpSetting.made_by)
        .order_by(FollowUpSetting.id.desc())
    )
    return [(setting, name) for setting, name in rows]


def withdraw(session: Session, setting_id: int, *, now: datetime) -> bool:
    """Take a version back, once; return whether there was one."""
    changed = session.execute(
        update(FollowUpSetting)
        .where(FollowUpSetting.id == setting_id, FollowUpSetting.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .returning(FollowUpSetting.id)
    )
    return changed.scalar() is not None
