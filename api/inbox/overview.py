"""The supervisor's view: who waits, who has how much, and how well hand-offs are served today."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from api.chat.models import HandOff
from api.episodes.ledger import Kind
from api.episodes.models import Fact
from api.inbox.queue_store import counts
from api.staff.models import Staff


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """What an agent has now and did today; `first_response` is the median of their first replies."""

    id: int
    name: str
    open: int
    snoozed: int
    replied: int
    """Replies sent today."""
    resolved: int
    first_response: timedelta | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """The inbox at a glance. Today is the day of the pages' time zone.

    The service level is `in_time` ÷ `requested`, as on the dashboard: hand-offs asked for today that got
    their first reply within the target.
    """

    waiting: int
    snoozed: int
    longest_wait: timedelta | None
    requested: int
    in_time: int
    target: timedelta
    agents: tuple[Load, ...]

    @property
    def service_level(self) -> float | None:
        """The share replied to in time; none before the first request of the day."""
        return self.in_time / self.requested if self.requested else None


def overview(session: Session, *, now: datetime, zone: ZoneInfo, target: timedelta) -> Overview:
    """Return how the inbox stands."""
    today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    counted = counts(session, 0, now=now)
    oldest = session.scalar(
        select(func.min(HandOff.requested_at)).where(
            HandOff.closed_at.is_(None), HandOff.claimed_at.is_(None)
        )
    )
    requested, in_time = session.execute(
        select(
            func.count(),
            func.count().filter(HandOff.first_replied_at - HandOff.requested_at <= target),
        ).where(HandOff.requested_at >= today)
    ).one()
    return Overview(
        waiting=counted["waiting"],
        snoozed=counted["snoozed"],
        longest_wait=now - oldest if oldest else None,
        requested=requested,
        in_time=in_time,
        target=target,
        agents=_loads(session, today, now),
    )


def _loads(session: Session, today: datetime, now: datetime) -> tuple[Load, ...]:
    """Everybody who has a conversation or did something today, the busiest first."""
    mine = HandOff.claimed_by == Staff.id
    is_open = HandOff.closed_at.is_(None)
    held = {
        row.id: row
        for row in session.execute(
            select(
                Staff.id,
                func.count().filter(is_open).label("open"),
                func.count().filter(is_open & (HandOff.snoozed_until > now)).label("snoozed"),
                func.count().filter(HandOff.closed_at >= today).label("resolved"),
            )
            .join(HandOff, mine)
            .where(or_(is_open, HandOff.closed_at >= today))
            .group_by(Staff.id)
        )
    }
    waits, replies = _first_responses(session, today)
    busy = {*held, *waits, *replies}
    names = session.execute(select(Staff.id, Staff.name).where(or_(Staff.active, Staff.id.in_(busy))))
    loads = [
        Load(
            id=row.id,
            name=row.name,
            open=held[row.id].open if row.id in held else 0,
            snoozed=held[row.id].snoozed if row.id in held else 0,
            replied=replies.get(row.id, 0),
            resolved=held[row.id].resolved if row.id in held else 0,
            first_response=timedelta(seconds=median(waits[row.id])) if row.id in waits else None,
        )
        for row in names
        if row.id in busy
    ]
    return tuple(sorted(loads, key=lambda load: (-load.open, -load.replied, load.name)))


def _first_responses(session: Session, today: datetime) -> tuple[dict[int, list[float]], dict[int, int]]:
    """Seconds until the first reply to each hand-off, by who replied, and how many replies each sent."""
    said = Fact.payload["staff_id"].as_integer().label("staff_id")
    replies = session.execute(
        select(said, func.count()).where(Fact.kind == Kind.AGENT_REPLIED, Fact.at >= today).group_by(said)
    )
    firsts = session.execute(
        select(said, HandOff.id, Fact.at - HandOff.requested_at)
        .distinct()
        .join(HandOff, (HandOff.episode_id == Fact.episode_id) & (HandOff.first_replied_at == Fact.at))
        .where(Fact.kind == Kind.AGENT_REPLIED, Fact.at >= today)
    )
    waits: dict[int, list[float]] = {}
    for staff_id, _, waited in firsts:
        waits.setdefault(staff_id, []).append(waited.total_seconds())
    return waits, {row[0]: row[1] for row in replies}
