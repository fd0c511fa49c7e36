"""A candidate sleeps until a date, or until it has grown; it wakes by itself, whoever asks."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import Session

from api.candidates.models import Candidate, Cluster, Decision, DecisionKind, State
from api.candidates.review import AlreadyDecided
from api.candidates.store import NothingToUndo, candidate_for, locked_candidate, standing_snooze
from api.clock import aware
from api.database import notify
from api.errors import Invalid

LONGEST = timedelta(days=366)
MOST = 100_000
PRESETS = {"tomorrow": 1, "week": 7, "month": 30}
"""Days from today."""


class BadWakeTime(Invalid):
    """Say until when it sleeps, within a year from now, or by how many inquiries it must grow."""


def awake(now: datetime) -> ColumnElement[bool]:
    """Return the SQL condition, over `Candidate` joined with `Cluster`, that a candidate does not sleep."""
    return or_(
        and_(Candidate.snoozed_until.is_(None), Candidate.snoozed_until_size.is_(None)),
        Candidate.snoozed_until <= now,
        Cluster.size >= Candidate.snoozed_until_size,
    )


def is_asleep(candidate: Candidate, cluster: Cluster, now: datetime) -> bool:
    """Return whether a candidate sleeps: what `awake` says of a row, the other way round."""
    until, size = candidate.snoozed_until, candidate.snoozed_until_size
    if until is None and size is None:
        return False
    return (until is None or now < until) and (size is None or cluster.size < size)


def morning(days: int, *, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the beginning of the day so many days from today, in the pages' time zone."""
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=days), time(), zone)


def snooze(
    session: Session,
    candidate_id: int,
    *,
    revision: int,
    until: datetime | None,
    grows_by: int | None,
    by: int,
    now: datetime,
) -> Decision:
    """Let a candidate sleep until then, or until it has so many inquiries more, whichever comes first."""
    if until is None and grows_by is None:
        raise BadWakeTime
    if until is not None and not now < aware(until) <= now + LONGEST:
        raise BadWakeTime
    if grows_by is not None and not 0 < grows_by <= MOST:
        raise BadWakeTime
    candidate = locked_candidate(session, candidate_id, revision)
    cluster = candidate_for(session, candidate_id).cluster
    if candidate.state != State.OPEN or is_asleep(candidate, cluster, now):
        raise AlreadyDecided
    candidate.snoozed_until = until
    candidate.snoozed_until_size = None if grows_by is None else cluster.size + grows_by
    candidate.revision += 1
    decision = Decision(
        candidate_id=candidate.id,
        staff_id=by,
        kind=DecisionKind.SNOOZED,
        payload={"until": until.isoformat() if until else None, "grows_by": grows_by},
        at=aware(now),
    )
    session.add(decision)
    session.flush()
    notify(session, "candidates")
    return decision


def wake(session: Session, candidate_id: int, *, revision: int, now: datetime) -> Candidate:
    """Take a snooze back. Raises `NothingToUndo` when the candidate does not sleep."""
    candidate = locked_candidate(session, candidate_id, revision)
    if not is_asleep(candidate, candidate_for(session, candidate_id).cluster, now):
        raise NothingToUndo
    standing_snooze(session, candidate_id).undone_at = aware(now)
    candidate.snoozed_until = candidate.snoozed_until_size = None
    candidate.revision += 1
    session.flush()
    notify(session, "candidates")
    return candidate
