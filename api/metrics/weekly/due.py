"""Which week's mail is due, and when it is tried again. Nothing here does I/O."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from api.metrics.periods import Period

HOUR = 8
"""In the morning of the chosen day, in the pages' time zone."""
TRIES = 8
FIRST_WAIT = timedelta(minutes=5)


def due_week(now: datetime, weekday: int, since: datetime, zone: ZoneInfo) -> date | None:
    """Return the Monday of the week to write about; nothing before the first chosen morning after `since`.

    A worker that was away sends late: until the next morning the last one is due.
    """
    here = now.astimezone(zone)
    morning = datetime.combine(here.date() - timedelta(days=(here.weekday() - weekday) % 7), time(HOUR), zone)
    if morning > now:
        morning -= timedelta(days=7)
    return last_week(morning, zone).first if since <= morning else None


def last_week(now: datetime, zone: ZoneInfo) -> Period:
    """Return the last whole week, Monday to Sunday, before `now`."""
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday() + 7)
    return Period(first=monday, last=monday + timedelta(days=6), zone=zone)


def matured_week(week: Period, now: datetime, window: timedelta) -> Period:
    """Return the newest week up to `week` whose re-contact window has passed for all its days."""
    while week.end + window > now:
        week = before(week)
    return week


def before(week: Period) -> Period:
    """Return the week before."""
    return Period(first=week.first - timedelta(days=7), last=week.first - timedelta(days=1), zone=week.zone)


def next_try(now: datetime, tries: int) -> datetime | None:
    """Return when to try again after so many failures, twice as late each time; nothing when given up."""
    return None if tries >= TRIES else now + FIRST_WAIT * 2 ** (tries - 1)
