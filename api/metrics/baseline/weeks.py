"""What an average week brought people, before the bot and since. Nothing here does I/O."""

from dataclasses import dataclass
from datetime import date, timedelta

LONGEST = 26
"""Weeks looked at on either side."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One side: whole weeks from `first` to `last`, and what people had to do in them."""

    first: date
    last: date
    contacts: int
    """Inquiries a person had to handle."""
    minutes: float | None
    """Median minutes of work on one, of those that have it."""
    with_minutes: int
    response: float | None
    """Median seconds until a person first replied, of those that have it."""
    with_response: int
    handlers: int = 0
    """People who handled them, of those where it is known."""
    handled: int = 0
    """Of how many it is known."""

    @property
    def weeks(self) -> int:
        """How many whole weeks it has."""
        return ((self.last - self.first).days + 1) // 7

    @property
    def a_week(self) -> float:
        """Contacts a week."""
        return self.contacts / self.weeks

    @property
    def each_a_week(self) -> float | None:
        """Contacts a person handled a week, of those where it is known who did."""
        return self.handled / self.handlers / self.weeks if self.handlers else None

    @property
    def hours_a_week(self) -> float | None:
        """Hours of work a week, by the median minutes."""
        return None if self.minutes is None else self.a_week * self.minutes / 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Baseline:
    """Both sides of the day the bot began."""

    began: date
    before: Side
    since: Side


def whole_weeks(began: date, oldest: date, today: date) -> tuple[tuple[date, date], tuple[date, date]] | None:
    """Return first and last day of the whole weeks (Monday to Sunday) before the bot began, and since.

    The week in which it began is on neither side. Nothing when a side has no whole week.
    """
    start = began - timedelta(days=began.weekday())
    after = start + timedelta(days=7)
    first = oldest + timedelta(days=-oldest.weekday() % 7)
    end = today - timedelta(days=today.weekday())
    first = max(first, start - timedelta(weeks=LONGEST))
    after = max(after, end - timedelta(weeks=LONGEST))
    if first >= start or after >= end:
        return None
    return (first, start - timedelta(days=1)), (after, end - timedelta(days=1))
