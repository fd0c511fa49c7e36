"""The times an agent lets a conversation rest until. Nothing here does I/O."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

MORNING = 9
MONDAY = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Rest:
    """A time to choose, by its name in the catalogue."""

    name: str
    until: datetime


def rests(now: datetime, zone: ZoneInfo) -> tuple[Rest, ...]:
    """Return the usual times: in an hour, in three, tomorrow morning, Monday morning."""
    local = now.astimezone(zone)
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    to_monday = (MONDAY - local.weekday()) % 7 or 7
    return (
        Rest(name="hour", until=now + timedelta(hours=1)),
        Rest(name="three_hours", until=now + timedelta(hours=3)),
        Rest(name="tomorrow", until=morning + timedelta(days=1)),
        Rest(name="monday", until=morning + timedelta(days=to_monday)),
    )


def moment_of(written: str, zone: ZoneInfo) -> datetime | None:
    """Read a time as a form sends it; without a zone it is meant in `zone`. None when it is no time."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
