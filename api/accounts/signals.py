"""What is known of an account week by week. Nothing here does I/O."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

Better = Literal["more", "less"]
Unit = Literal["times", "people", "share", "grade", "weeks"]


class Signal(StrEnum):
    """Every signal. The pages have a name for each, `docs/accounts.md` says what it counts."""

    LOGINS = "logins"
    ACTIVE_USERS = "active_users"
    SETTINGS_DONE = "settings_done"
    MAIL_CLICKS = "mail_clicks"
    SEMINAR = "seminar"
    LATE_PAYMENT = "late_payment"
    TOUCHPOINT_GRADE = "touchpoint_grade"
    NPS = "nps"
    CES = "ces"
    OUTCOME = "outcome"
    HOW_TO = "how_to"
    UNRESOLVED = "unresolved"
    ANGRY = "angry"
    ESCALATED = "escalated"
    SILENT = "silent"

    @property
    def given(self) -> bool:
        """Whether it comes from outside; the others are read off the account and its support episodes."""
        return self not in DERIVED

    @property
    def about(self) -> "About":
        """Its unit, its range, and which direction is the better one."""
        return ABOUT[self]


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """What a signal's number is. `least` and `most` are what one week can hold."""

    better: Better
    unit: Unit
    least: float = 0
    most: float = 1e9


DERIVED = frozenset(
    {Signal.OUTCOME, Signal.HOW_TO, Signal.UNRESOLVED, Signal.ANGRY, Signal.ESCALATED, Signal.SILENT}
)
SUPPORT = DERIVED - {Signal.OUTCOME}
"""Read off the support episodes."""
ABOUT = {
    Signal.LOGINS: About(better="more", unit="times"),
    Signal.ACTIVE_USERS: About(better="more", unit="people"),
    Signal.SETTINGS_DONE: About(better="more", unit="share", most=1),
    Signal.MAIL_CLICKS: About(better="more", unit="times"),
    Signal.SEMINAR: About(better="more", unit="times", most=1_000),
    Signal.LATE_PAYMENT: About(better="less", unit="times", most=1_000),
    Signal.TOUCHPOINT_GRADE: About(better="more", unit="grade", least=1, most=5),
    Signal.NPS: About(better="more", unit="grade", most=10),
    Signal.CES: About(better="more", unit="grade", least=1, most=7),
    Signal.OUTCOME: About(better="more", unit="share", most=1),
    Signal.HOW_TO: About(better="less", unit="times"),
    Signal.UNRESOLVED: About(better="less", unit="times"),
    Signal.ANGRY: About(better="less", unit="times"),
    Signal.ESCALATED: About(better="less", unit="times"),
    Signal.SILENT: About(better="less", unit="weeks"),
}


def monday_of(day: date) -> date:
    """Return the Monday of the week that `day` is in."""
    return day - timedelta(days=day.weekday())


def week_of(moment: datetime, zone: ZoneInfo) -> date:
    """Return the Monday of the week of a moment, as the pages' zone counts days."""
    return monday_of(moment.astimezone(zone).date())


def weeks_up_to(week: date, n: int) -> list[date]:
    """Return `n` Mondays, the oldest first, `week` last."""
    return [week - timedelta(weeks=ago) for ago in range(n - 1, -1, -1)]
