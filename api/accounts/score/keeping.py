"""Keeping the healths up to date: as signals and facts arrive, and week by week for the history."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.accounts.models import Account
from api.accounts.score import store
from api.accounts.score.health import Health, Weeks, health_in
from api.accounts.score.rules import Rules
from api.accounts.score.store import Version
from api.accounts.signals import Signal, week_of, weeks_up_to

HISTORY = 26
"""Weeks of a line; what an account did before them has faded."""
LATELY = 2
"""Weeks whose healths move by themselves: the present one, and the one that has just ended."""


def current_health(
    signals: Mapping[Signal, Weeks], rules: Rules, *, now: datetime, zone: ZoneInfo
) -> Health | None:
    """Return the health as of now."""
    return health_in(signals, rules, week_of(now, zone))


def keep_healths(
    session: Session,
    *,
    now: datetime,
    zone: ZoneInfo,
    account_ids: Collection[int] | None = None,
    weeks: int = HISTORY,
) -> int:
    """Compute the healths of the last `weeks` anew under the version in force, and return how many."""
    version, this = store.in_force(session), week_of(now, zone)
    ids = list(session.scalars(select(Account.id)) if account_ids is None else account_ids)
    wanted = weeks_up_to(this, weeks)
    known = store.signals_since(session, weeks_up_to(this, weeks + HISTORY)[0], account_ids and ids)
    rows = [
        row
        for account_id in ids
        for row in _rows(account_id, known.get(account_id, {}), version, wanted, this, now)
    ]
    have = {row["account_id"] for row in rows}
    store.forget_healths(session, set(ids) - have, definition=version.number, since=wanted[0])
    store.write_healths(session, rows)
    return len(rows)


def _rows(
    account_id: int,
    signals: Mapping[Signal, Weeks],
    version: Version,
    weeks: list[date],
    this: date,
    now: datetime,
) -> list[dict[str, Any]]:
    found = [(week, health_in(signals, version.rules, week, over=week < this)) for week in weeks]
    return [
        {
            "account_id": account_id,
            "definition": version.number,
            "week": week,
            "score": health.score,
            "parts": [part.to_json() for part in health.parts],
            "at": now,
        }
        for week, health in found
        if health is not None
    ]
