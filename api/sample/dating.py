"""When each inquiry came: the last 90 days up to now, in business hours. Seeded, so a load repeats itself."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from api.sample.written import Written

DAYS = 90
LATELY = 21
"""Days in which a rising topic has most of its inquiries."""
GROWTH = 0.35
WEEKEND = 0.28
HOURS = {8: 3, 9: 9, 10: 12, 11: 10, 12: 5, 13: 9, 14: 10, 15: 9, 16: 9, 17: 8, 18: 5, 19: 2, 21: 1}
MINUTES = {"chat": (3, 12), "form": (5, 16), "mail": (6, 20), "phone": (5, 22)}
"""How long a reply took, from and to, by channel."""
MARGIN = timedelta(minutes=90)
"""Nothing is dated closer to now than this, so that a conversation is over before now."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dated:
    """An inquiry with its time, and the minutes its reply took."""

    written: Written
    at: datetime
    handle_minutes: float | None


def dated(
    inquiries: Sequence[Written], *, rising: Collection[str], now: datetime, zone: ZoneInfo
) -> list[Dated]:
    """Give each inquiry its time, oldest first."""
    today = now.astimezone(zone).date()
    days = [today - timedelta(days=ago) for ago in range(DAYS)]
    weights = [
        (WEEKEND if day.weekday() >= 5 else 1.0) * (1 + GROWTH * (DAYS - ago) / DAYS)
        for ago, day in enumerate(days)
    ]
    growing = [weight * max(0.0, 1 - ago / LATELY) for ago, weight in enumerate(weights)]
    found = []
    for written in inquiries:
        chance = random.Random(f"dating {written.key}")
        late = written.topic in rising and chance.random() < 0.85
        ago = chance.choices(range(DAYS), growing if late else weights)[0]
        hour = chance.choices(list(HOURS), list(HOURS.values()))[0]
        clock = time(hour, chance.randrange(60), chance.randrange(60))
        at = datetime.combine(days[ago], clock, zone).astimezone(UTC)
        if at > now - MARGIN:
            at -= timedelta(days=7)
        minutes = round(chance.triangular(*MINUTES[written.channel]), 1) if written.reply else None
        found.append(Dated(written=written, at=at, handle_minutes=minutes))
    return sorted(found, key=lambda one: (one.at, one.written.key))
