"""Business hours: is a person there now, and if not, when next."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from api.clock import aware
from api.policy.closed_days import ClosedDays
from api.policy.reading import Wrong, mapping, under

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–~〜]\s*(\d{1,2}):(\d{2})")
WRITE = "closed, hours such as 9:00-18:00, or a list of them such as [9:00-12:00, 13:00-18:00]"
AHEAD = 400
"""Days within which the next opening is looked for: more than a year, so that yearly closing ends."""
MIDNIGHT = 24 * 60

Span = tuple[int, int]
"""From and until before, in minutes of the day."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hours:
    """Whether people are there, and when they are next if they are not (UTC); None when no day is known."""

    open: bool
    opens_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class BusinessHours:
    """The week's hours in a time zone, less the closed days. `week` None: always open."""

    zone: ZoneInfo
    week: tuple[tuple[Span, ...], ...] | None
    closed: ClosedDays

    def state(self, now: datetime) -> Hours:
        """Return whether we are open at `now`, and when next if not."""
        if self.week is None:
            return Hours(open=True, opens_at=None)
        today = aware(now).astimezone(self.zone).date()
        for ahead in range(AHEAD):
            for start, end in self._spans(today + timedelta(days=ahead)):
                if start <= now < end:
                    return Hours(open=True, opens_at=None)
                if start > now:
                    return Hours(open=False, opens_at=start)
        return Hours(open=False, opens_at=None)

    def of(self, day: date) -> tuple[Span, ...]:
        """Return the hours of a day: none when it is closed."""
        if self.week is None:
            return ((0, MIDNIGHT),)
        return () if self.closed.why(day) else self.week[day.weekday()]

    def seconds_between(self, start: datetime, end: datetime) -> float:
        """Return how long we were open from `start` to `end`; 0 when `end` is the earlier."""
        if self.week is None:
            return max(0.0, (end - start).total_seconds())
        first, last = (moment.astimezone(self.zone).date() for moment in (start, end))
        total, day = 0.0, first - timedelta(days=1)  # Hours may go on after midnight.
        while day <= last:
            for opens, closes in self._spans(day):
                total += max(0.0, (min(end, closes) - max(start, opens)).total_seconds())
            day += timedelta(days=1)
        return total

    def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
        return [(self._at(day, start), self._at(day, end)) for start, end in self.of(day)]

    def _at(self, day: date, minutes: int) -> datetime:
        days, rest = divmod(minutes, MIDNIGHT)
        wall = datetime.combine(day + timedelta(days=days), time(*divmod(rest, 60)), self.zone)
        return wall.astimezone(UTC)


def read_week(value: object, key: str) -> tuple[tuple[Span, ...], ...] | None:
    """Read the hours of each weekday, or `always`; a weekday left out is closed."""
    if value == "always":
        return None
    given = mapping(value, key, keys=WEEKDAYS, write="always, or a line for each weekday")
    return tuple(_spans_of(given, day, under(key, day)) for day in WEEKDAYS)


def written(span: Span) -> str:
    """Return hours as the file writes them: 9:00-18:00."""
    return "-".join(f"{minutes // 60}:{minutes % 60:02}" for minutes in span)


def _spans_of(given: Mapping[str, object], day: str, key: str) -> tuple[Span, ...]:
    value = given.get(day, "closed")
    if value == "closed":
        return ()
    spans = tuple(_span(part, key) for part in (value if isinstance(value, list) else [value]))
    if not spans or any(before[1] > after[0] for before, after in pairwise(spans)):
        raise Wrong(key, WRITE, value)
    return spans


def _span(value: object, key: str) -> Span:
    found = SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise Wrong(key, WRITE, value)
    hour, minute, until, past = map(int, found.groups())
    start, end = hour * 60 + minute, until * 60 + past
    if minute > 59 or past > 59 or not start < end <= MIDNIGHT:
        raise Wrong(key, f"{WRITE}; hours end at 24:00, a night goes on as 0:00-… of the next day", value)
    return start, end
