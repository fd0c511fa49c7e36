"""The bank as it stands: closed weeks as they were kept, the open ones counted now."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from fastapi import Request
from sqlalchemy.orm import Session

from api.house import house_of
from api.metrics.asking import freed_for
from api.metrics.periods import Period
from api.success.bank.counting import counted
from api.success.bank.ledger import Entry, Week, entries
from api.success.bank.store import (
    close_week,
    closed_weeks,
    first_episode_at,
    minutes_logged,
    terms_of_row,
    terms_rows,
)

LONGEST = timedelta(weeks=26)
"""How far back the bank begins when it is opened first."""
MEASURED = timedelta(weeks=13)
"""The span the ledger's handle times are taken of: in one week a topic has too few hand-offs."""
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Bank:
    """Every week of the account, oldest first; the last is this one."""

    entries: tuple[Entry, ...]

    @property
    def now(self) -> Entry:
        """This week."""
        return self.entries[-1]

    @property
    def balance(self) -> float:
        """Hours that are there now; may be negative."""
        return self.now.balance


def monday_of(moment: datetime, zone: ZoneInfo) -> date:
    """Return the Monday of the week of `moment`, in the pages' time zone."""
    day = moment.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def bank_of(request: Request, session: Session) -> Bank:
    """Return the bank. A week whose episodes have all matured is closed: from then on it stays as counted."""
    house = house_of(request)
    zone = house.settings.zone
    this = monday_of(house.clock(), zone)
    closed = closed_weeks(session)
    missing = [monday for monday in _mondays(session, this, zone, closed) if monday not in closed]
    counted_now = count_weeks(request, session, missing)
    for week in counted_now:
        if week.closed_at is not None:
            close_week(session, week.monday, week.counted, now=week.closed_at)
    weeks = sorted([*closed.values(), *counted_now], key=lambda week: week.monday)
    spent: Counter[date] = Counter()
    for at, minutes in minutes_logged(session):
        spent[monday_of(at, zone)] += minutes
    every = [terms_of_row(row) for row, _ in terms_rows(session)]
    return Bank(entries=entries(weeks, every, spent))


def count_weeks(request: Request, session: Session, mondays: Sequence[date]) -> list[Week]:
    """Count these weeks as the ledger has them now."""
    house = house_of(request)
    now, zone = house.clock(), house.settings.zone
    this = monday_of(now, zone)
    matures = timedelta(days=house.settings.recontact_days, hours=house.settings.quiet_hours)
    measured = freed_for(house, session, _span(this - MEASURED, this, zone))

    def count(monday: date) -> Week:
        period = _span(monday, monday, zone)
        found = counted(freed_for(house, session, period), measured)
        return Week(monday=monday, counted=found, closed_at=now if period.end + matures <= now else None)

    return [count(monday) for monday in mondays]


def _span(first: date, last: date, zone: ZoneInfo) -> Period:
    """Return the weeks from one Monday to another, both whole."""
    return Period(first=first, last=last + timedelta(days=6), zone=zone)


def _mondays(session: Session, this: date, zone: ZoneInfo, closed: Iterable[date]) -> list[date]:
    """Return every Monday from the bank's first week to this one."""
    first = min(closed, default=None)
    if first is None:
        opened = first_episode_at(session)
        first = this if opened is None else max(monday_of(opened, zone), this - LONGEST)
    return [first + WEEK * i for i in range((this - first) // WEEK + 1)]
