"""Days on which nobody is there: Japanese national holidays, and days and periods of our own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import jpholiday

from api.policy.reading import Wrong, mapping, one_of, under

DAY = re.compile(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})")
WRITE = "a day (2026-08-14), a period (2026-12-29..2027-01-03), or either of every year (12-29..01-03)"
LEAP = 2024
"""A year that knows every day there is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """Days from `first` to `last`, included. `yearly`: in every year; their own year then says nothing."""

    first: date
    last: date
    yearly: bool
    name: str

    def __contains__(self, day: date) -> bool:
        """Whether `day` is one of them; a yearly period may go over New Year."""
        if not self.yearly:
            return self.first <= day <= self.last
        first, last, asked = ((one.month, one.day) for one in (self.first, self.last, day))
        return first <= asked <= last if first <= last else asked >= first or asked <= last


@dataclass(frozen=True, kw_only=True, slots=True)
class ClosedDays:
    """Which days are closed, whatever the weekday's hours."""

    national: bool
    periods: tuple[Period, ...]

    def why(self, day: date) -> str | None:
        """Return the name of what closes `day`, or None on an ordinary day."""
        for period in self.periods:
            if day in period:
                return period.name
        name = jpholiday.is_holiday_name(day) if self.national else None
        return str(name) if name else None


def read_closed_days(value: object, key: str) -> ClosedDays:
    """Read `national: japan` or `none`, and `closed:` with the days and what they are called."""
    given = mapping(value, key, keys=("national", "closed"))
    national = one_of(given.get("national", "none"), under(key, "national"), ("japan", "none"))
    closed = mapping(given.get("closed"), under(key, "closed"), write="lines such as 12-29..01-03: 年末年始")
    return ClosedDays(national=national == "japan", periods=_periods(closed, under(key, "closed")))


def _periods(closed: Mapping[str, object], key: str) -> tuple[Period, ...]:
    return tuple(_period(days, str(name), under(key, days)) for days, name in closed.items())


def _period(days: str, name: str, key: str) -> Period:
    first, *rest = (_day(part, key) for part in days.split(".."))
    last = rest[0] if rest else first
    if len(rest) > 1 or first[1] != last[1] or (not first[1] and first[0] > last[0]):
        raise Wrong(key, WRITE, days)
    return Period(first=first[0], last=last[0], yearly=first[1], name=name)


def _day(text: str, key: str) -> tuple[date, bool]:
    found = DAY.fullmatch(text.strip())
    if found is None:
        raise Wrong(key, WRITE, text)
    year, month, day = found.groups()
    try:
        return date(int(year or LEAP), int(month), int(day)), year is None
    except ValueError as error:
        raise Wrong(key, WRITE, text) from error
