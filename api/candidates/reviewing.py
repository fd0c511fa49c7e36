"""What surrounds a candidate on its page: its place in the queue, who else is there, what was just done."""

import secrets
from datetime import datetime
from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session

from api.candidates.bulk import MOST
from api.candidates.in_work_store import at_work_on, take_up
from api.candidates.models import State
from api.candidates.queue import Queue, queue_of
from api.candidates.queue_store import place_of, rows_of
from api.candidates.store import Row
from api.house import house_of
from api.staff.models import Role, StaffSession

COOKIE = "madoguchi_queue"


def queue_seen(request: Request) -> Queue:
    """Return the queue that this browser showed last."""
    return queue_of(request.cookies.get(COOKIE, ""))


def surroundings(request: Request, session: Session, row: Row) -> dict[str, Any]:
    """Return what the page of `row` shows around it. An editor who looks at it has it in work."""
    signed_in: StaffSession = request.state.staff_session
    staff, now, id_ = signed_in.staff, house_of(request).clock(), row.candidate.id
    queue, visit = queue_seen(request), secrets.token_urlsafe(9)
    holds = may_hold(signed_in, row)
    if holds:
        take_up(session, [id_], by=staff.id, visit=visit, now=now)
    decided = request.query_params.get("decided", "")
    return {
        "queue": queue,
        "place": place_of(session, queue, row, staff_id=staff.id, now=now),
        "visit": visit if holds else "",
        "others": others_at(session, row, but=staff.id, now=now),
        "decided": next(iter(rows_of(session, [int(decided)])), None) if is_id(decided) else None,
    }


def others_at(session: Session, row: Row, *, but: int, now: datetime) -> list[str]:
    """Return the names of the others who have an open candidate in work."""
    if row.candidate.state != State.OPEN:
        return []
    found = at_work_on(session, [row.candidate.id], now=now).get(row.candidate.id, ())
    return [name for staff_id, name in found if staff_id != but]


def may_hold(signed_in: StaffSession, row: Row) -> bool:
    """Whether looking at a candidate means working on it: it is open, and one may decide."""
    return row.candidate.state == State.OPEN and Role(signed_in.staff.role).rank >= Role.EDITOR.rank


def what_was_done(request: Request, session: Session) -> dict[str, Any]:
    """Return what the last deed from the queue did to many candidates: how many, and which can be undone."""
    asked, done = request.query_params, {}
    for deed in ("left", "undone"):
        done[deed] = int(asked[deed]) if is_id(asked.get(deed, "")) else 0
    rows: dict[str, Any] = {}
    for deed, state in (("rejected", State.REJECTED), ("taken", State.OPEN)):
        wanted = [int(id_) for id_ in asked.get(deed, "").split(".")[:MOST] if is_id(id_)]
        found = [row.candidate for row in rows_of(session, wanted)] if wanted else []
        rows[deed] = [candidate for candidate in found if candidate.state == state]
    return done | rows


def is_id(text: str) -> bool:
    """Whether a text can be the number of a candidate."""
    return text.isascii() and text.isdigit() and len(text) < 10
