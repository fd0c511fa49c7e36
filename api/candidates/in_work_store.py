"""The SQL of who works on which candidate now."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from api.candidates.models import Candidate, State
from api.candidates.queue_models import InWork
from api.staff.models import Staff

HOLDS = timedelta(minutes=10)
"""How long a candidate is in work after its page was last seen open."""


def take_up(
    session: Session, candidate_ids: Iterable[int], *, by: int, visit: str, now: datetime
) -> list[int]:
    """Note that `by` works on these candidates from now on; return those that are open, and so are."""
    # In one order always: two who take up the same ones never wait for each other.
    found = select(Candidate.id).where(Candidate.id.in_(set(candidate_ids)), Candidate.state == State.OPEN)
    wanted = sorted(session.scalars(found))
    if wanted:
        session.execute(delete(InWork).where(InWork.staff_id == by, InWork.until <= now))
        rows = [{"candidate_id": id_, "staff_id": by, "visit": visit, "until": now + HOLDS} for id_ in wanted]
        taken = insert(InWork).values(rows)
        renewed = {"visit": taken.excluded.visit, "until": taken.excluded.until}
        session.execute(
            taken.on_conflict_do_update(index_elements=["candidate_id", "staff_id"], set_=renewed)
        )
    return wanted


def give_back(session: Session, candidate_ids: Iterable[int], *, by: int, visit: str | None = None) -> None:
    """Note that `by` left these candidates; with `visit`, only if no page opened since holds them."""
    left = delete(InWork).where(InWork.staff_id == by, InWork.candidate_id.in_(set(candidate_ids)))
    session.execute(left if visit is None else left.where(InWork.visit == visit))


def at_work_on(
    session: Session, candidate_ids: Iterable[int], *, now: datetime
) -> dict[int, list[tuple[int, str]]]:
    """Return who works on these candidates, each (staff id, name), by candidate."""
    rows = session.execute(
        select(InWork.candidate_id, Staff.id, Staff.name)
        .join(Staff, Staff.id == InWork.staff_id)
        .where(InWork.candidate_id.in_(set(candidate_ids)), InWork.until > now)
        .order_by(InWork.candidate_id, Staff.name)
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for candidate_id, staff_id, name in rows:
        found.setdefault(candidate_id, []).append((staff_id, name))
    return found
