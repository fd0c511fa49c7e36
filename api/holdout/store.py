"""The SQL of the hold-out: the setting in force, who is on duty, arms that were drawn."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from api.episodes.ledger import Kind
from api.episodes.models import Episode, Fact
from api.holdout.arms import Arm
from api.holdout.models import Duty, HoldoutSetting
from api.staff.models import Staff, StaffSession

PRESENT = timedelta(minutes=5)
"""Who was at the inbox within this time is on duty: its pages look again every ten seconds."""
NOTED = timedelta(minutes=1)
"""A presence is written down again after this time at the earliest."""


def setting_in_force(session: Session, *, now: datetime) -> HoldoutSetting | None:
    """Return the version in force; None when there was never one."""
    found: HoldoutSetting | None = session.scalar(_IN_FORCE, {"now": now})
    return found


def share_in_force() -> ScalarSelect[float]:
    """Return the share at `:now`, to be asked along with something else: that costs no query of its own."""
    return _newest(select(HoldoutSetting.share)).scalar_subquery()


def settings_kept(session: Session) -> Sequence[tuple[HoldoutSetting, str | None]]:
    """Return all versions with who made them, the newest first."""
    rows = session.execute(
        select(HoldoutSetting, Staff.name)
        .outerjoin(Staff, Staff.id == HoldoutSetting.made_by)
        .order_by(HoldoutSetting.id.desc())
    )
    return [(setting, name) for setting, name in rows]


def withdraw(session: Session, setting_id: int, *, now: datetime) -> bool:
    """Take a version back, once; return whether there was one."""
    changed = session.execute(
        update(HoldoutSetting)
        .where(HoldoutSetting.id == setting_id, HoldoutSetting.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .returning(HoldoutSetting.id)
    )
    return changed.scalar() is not None


def drawn_arm(session: Session, contact_id: int, experiment: int) -> Arm | None:
    """Return the arm that this contact was given first in an experiment.

    Two contacts that turned out to be one person have all their episodes: the earliest arm stands.
    """
    found = session.scalar(_DRAWN, {"contact_id": contact_id, "experiment": experiment})
    return Arm(found) if found else None


def note_duty(session: Session, staff_id: int, *, now: datetime) -> None:
    """Note that somebody is at the inbox."""
    seen = session.scalar(_SEEN, {"staff_id": staff_id})
    if seen is None or seen < now - NOTED:
        session.execute(_ON_DUTY, {"staff_id": staff_id, "seen_at": now})


def somebody_on_duty(session: Session, *, now: datetime) -> bool:
    """Whether anybody is signed in and was at the inbox within `PRESENT`."""
    return bool(session.scalar(_SOMEBODY, {"now": now, "since": now - PRESENT}))


def _newest(asked: Select[Any]) -> Select[Any]:
    return (
        asked.where(HoldoutSetting.withdrawn_at.is_(None), HoldoutSetting.starts_at <= bindparam("now"))
        .order_by(HoldoutSetting.starts_at.desc(), HoldoutSetting.id.desc())
        .limit(1)
    )


def of_experiment(number: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a fact assigned an arm in experiment `number`."""
    return and_(Fact.kind == Kind.HOLDOUT_ASSIGNED, Fact.payload["experiment"].as_integer() == number)


# Put together once: messages ask them while a hold-out runs.
_IN_FORCE = _newest(select(HoldoutSetting))
_DRAWN = (
    select(Fact.payload["arm"].as_string())
    .join(Episode, Episode.id == Fact.episode_id)
    .where(Episode.contact_id == bindparam("contact_id"), of_experiment(bindparam("experiment")))
    .order_by(Fact.at, Fact.id)
    .limit(1)
)
_SEEN = select(Duty.seen_at).where(Duty.staff_id == bindparam("staff_id"))
_noting = insert(Duty)
_ON_DUTY = _noting.on_conflict_do_update(
    index_elements=[Duty.staff_id], set_={"seen_at": func.greatest(Duty.seen_at, _noting.excluded.seen_at)}
)
_SOMEBODY = select(
    exists().where(
        Duty.seen_at > bindparam("since"),
        StaffSession.staff_id == Duty.staff_id,
        StaffSession.expires_at > bindparam("now"),
        Staff.id == Duty.staff_id,
        Staff.active,
    )
)
