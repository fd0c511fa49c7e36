"""Changing the share: every change is a version of its own."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.errors import Invalid, NotFound
from api.holdout.models import HoldoutSetting
from api.holdout.store import settings_kept, withdraw

MOST = 0.2
"""More contacts than this are not kept from the bot for the sake of a figure."""
LOCK = 0x686F6C64
"""Keeps this lock apart from other advisory locks of the database ("hold" in ASCII)."""


class ShareOutOfRange(Invalid):
    """Give a share from 0 to 20 %."""


class StartsInThePast(Invalid):
    """The setting can begin now or later, not in the past."""


class NoSuchSetting(NotFound):
    """There is no such version of the setting, or it was taken back."""


def change(session: Session, *, share: float, starts_at: datetime, by: int, now: datetime) -> HoldoutSetting:
    """Keep a new version; raises `ShareOutOfRange` and `StartsInThePast`.

    Two shares in one comparison would weigh weeks differently, so another share is another experiment. Off
    and on again with the same share goes on with the one before.
    """
    if not 0 <= share <= MOST:
        raise ShareOutOfRange
    if starts_at < now:
        raise StartsInThePast
    session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    earlier = [setting for setting, _ in settings_kept(session)]
    # Withdrawn ones count too: their arms were drawn while they were in force.
    newest = max((setting.experiment for setting in earlier), default=0)
    running = next((setting for setting in earlier if setting.share > 0), None)
    same = running is not None and running.experiment == newest and running.share == share
    setting = HoldoutSetting(
        share=share,
        experiment=max(1, newest) if share == 0 or same else newest + 1,
        starts_at=starts_at,
        made_at=now,
        made_by=by,
    )
    session.add(setting)
    session.flush()
    return setting


def take_back(session: Session, setting_id: int, *, now: datetime) -> None:
    """Take a version back: the one before is in force again. Raises `NoSuchSetting`."""
    if not 0 < setting_id < 2**31 or not withdraw(session, setting_id, now=now):
        raise NoSuchSetting
