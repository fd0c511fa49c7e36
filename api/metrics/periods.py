"""The days a manager looks at: whole days of the pages' time zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from api.errors import Invalid

PRESETS = (7, 30, 90)
USUAL = 30
LONGEST = 731


class BadDates(Invalid):
    """Give two days such as 2026-10-01, the first not after the last, at most two years apart."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """From the first moment of `first` to the last of `last`, both days included."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def start(self) -> datetime:
        """The first moment, in UTC."""
        return datetime.combine(self.first, time(), self.zone).astimezone(UTC)

    @property
    def end(self) -> datetime:
        """The moment after the last, in UTC."""
        return datetime.combine(self.last + timedelta(days=1), time(), self.zone).astimezone(UTC)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def preset(self, today: date) -> int | None:
        """Return the preset it equals, when it ends today."""
        return self.days if self.last == today and self.days in PRESETS else None

    def weeks(self) -> Iterator["Period"]:
        """Yield its weeks from Monday to Sunday; the first and the last may be cut short."""
        first = self.first
        while first <= self.last:
            last = min(self.last, first + timedelta(days=6 - first.weekday()))
            yield Period(first=first, last=last, zone=self.zone)
            first = last + timedelta(days=1)


def period_of(
    first: str | None, last: str | None, *, days: int | None = None, now: datetime, zone: ZoneInfo
) -> Period:
    """Return the period a page was asked for; the last 30 days when it was asked for nothing.

    Raises `BadDates`.
    """
    today = now.astimezone(zone).date()
    if days is not None and not 1 <= days <= LONGEST:
        raise BadDates
    end = _day(last) if last else today
    start = _day(first) if first else end - timedelta(days=(days or USUAL) - 1)
    if start > end or (end - start).days >= LONGEST:
        raise BadDates
    return Period(first=start, last=end, zone=zone)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise BadDates from error
    if not 2000 <= day.year <= 2100:
        raise BadDates
    return day
