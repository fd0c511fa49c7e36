"""The months a report can be about. Nothing here does I/O."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from api.errors import Invalid
from api.metrics.periods import Period

OFFERED = 13
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


class BadMonth(Invalid):
    """Give a month such as 2026-11 that is not in the future."""


def month_of(asked: str | None, *, now: datetime, zone: ZoneInfo) -> Period:
    """Return the whole month asked for, by default the one before this; this one up to today.

    Raises `BadMonth`.
    """
    today = now.astimezone(zone).date()
    if not asked:
        return _month((today.replace(day=1) - timedelta(days=1)).replace(day=1), today, zone)
    found = MONTH.fullmatch(asked)
    first = date(int(found[1]), int(found[2]), 1) if found else None
    if first is None or first > today:
        raise BadMonth
    return _month(first, today, zone)


def before(month: Period) -> Period:
    """Return the whole month before."""
    last = month.first - timedelta(days=1)
    return Period(first=last.replace(day=1), last=last, zone=month.zone)


def offered(now: datetime, zone: ZoneInfo) -> list[str]:
    """Return this month and the twelve before, newest first."""
    first = now.astimezone(zone).date().replace(day=1)
    months = []
    for _ in range(OFFERED):
        months.append(f"{first:%Y-%m}")
        first = (first - timedelta(days=1)).replace(day=1)
    return months


def _month(first: date, today: date, zone: ZoneInfo) -> Period:
    following = (first + timedelta(days=32)).replace(day=1)
    return Period(first=first, last=min(today, following - timedelta(days=1)), zone=zone)
