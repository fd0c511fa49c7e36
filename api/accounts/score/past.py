"""The weeks before this one under a new version: computed by the worker, some accounts at a time."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from api.accounts.models import Account, AccountHealth, ScoreVersion
from api.accounts.score.keeping import keep_healths
from api.accounts.signals import week_of
from api.database import transaction
from api.house import House

AT_A_TIME = 100
"""Accounts in one transaction: pages see how far it is, and wait for nothing."""
_ALONE = text("SELECT pg_advisory_xact_lock(hashtext('account healths'))")


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """How far the weeks before this one are computed under the version in force."""

    done: int
    """Accounts."""
    all: int


def past_of(session: Session, *, this: date) -> Past | None:
    """Return how far it is; None when all is computed."""
    number = _uncomputed(session)
    if number is None:
        return None
    accounts = select(func.count(AccountHealth.account_id.distinct())).where(
        AccountHealth.definition == number
    )
    done = session.scalar(accounts.where(AccountHealth.week < this)) or 0
    return Past(done=done, all=max(done, session.scalar(accounts.where(AccountHealth.week == this)) or 0))


def compute_past(house: House) -> int:
    """Compute the past under the version in force if that is yet to be done; return how many accounts had it.

    A version that another replaces meanwhile is left as it is. After a crash it begins anew.
    """
    zone, computed = house.settings.zone, 0
    with transaction(house.sessions) as session:
        number = _uncomputed(session)
        ids = list(session.scalars(select(Account.id).order_by(Account.id))) if number is not None else []
    for first in range(0, len(ids), AT_A_TIME):
        with transaction(house.sessions) as session:
            # Pages that would bring healths up to date go on with what is kept.
            session.execute(_ALONE)
            if _uncomputed(session) != number:
                return computed
            some = ids[first : first + AT_A_TIME]
            keep_healths(session, now=house.clock(), zone=zone, account_ids=some)
            computed += len(some)
    if number is not None:
        with transaction(house.sessions) as session:
            session.execute(
                update(ScoreVersion).where(ScoreVersion.number == number).values(past_at=house.clock())
            )
    return computed


def this_week(house: House) -> date:
    """Return the Monday of this week."""
    return week_of(house.clock(), house.settings.zone)


def _uncomputed(session: Session) -> int | None:
    """The number of the version in force if its past is yet to be computed."""
    newest = select(ScoreVersion).order_by(ScoreVersion.number.desc()).limit(1)
    version = session.scalars(newest.execution_options(populate_existing=True)).one()
    return version.number if version.past_at is None else None
