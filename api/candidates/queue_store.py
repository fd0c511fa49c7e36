"""The SQL of the queue: one page of it, and the place of a candidate in it."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.candidates.models import Candidate, Cluster, State
from api.candidates.queue import PAGE, Queue
from api.candidates.queue_conditions import wanted_by
from api.candidates.store import Row
from api.staff.models import Staff

ORDERS: dict[str, tuple[sa.SQLColumnExpression[Any], ...]] = {
    "worth": (-Candidate.impact, -Cluster.size, Candidate.id),
    "size": (-Cluster.size, -Candidate.impact, Candidate.id),
    "trend": (-Candidate.trend, -Candidate.impact, Candidate.id),
    "newest": (-Candidate.id,),
}
"""Ascending in all parts, so that Python compares them as PostgreSQL does."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One page of a queue; `hours` and `total` are of the whole queue, `number` counts from 1."""

    rows: list[Row]
    total: int
    hours: float
    number: int

    @property
    def first(self) -> int:
        """Rank of the page's first row."""
        return (self.number - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """Rank of the page's last row."""
        return self.first + len(self.rows) - 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a candidate stands, or stood, in a queue. `number` is None when it is not in it."""

    number: int | None
    total: int
    before: int | None
    after: int | None
    """The candidate that comes next; after the last one, the first."""
    page: int


def search_candidates(
    session: Session, *, now: datetime, query: str = "", state: str = State.OPEN, language: str = ""
) -> list[Row]:
    """Return all candidates, the largest impact first. `state`: one of `STATES`; `language` may be empty."""
    queue = Queue(q=query, state=state, lang=language)
    return _rows(session, _in_order(queue, wanted_by(queue, now=now)))


def every_row_of(session: Session, queue: Queue, *, staff_id: int, now: datetime) -> list[Row]:
    """Return all candidates of the queue, in its order."""
    return _rows(session, _in_order(queue, wanted_by(queue, staff_id=staff_id, now=now)))


def page_of(session: Session, queue: Queue, *, staff_id: int, now: datetime) -> Page:
    """Return the page of the queue that was asked for; the last one when there are not so many."""
    wanted = wanted_by(queue, staff_id=staff_id, now=now)
    # A search costs as much for the figures of the queue as for a page of it, so it is done once.
    found = session.execute(
        sa.select(Candidate.id, Candidate.impact)
        .join(Cluster, Cluster.id == Candidate.cluster_id)
        .where(*wanted)
        .order_by(*ORDERS[queue.sort])
    ).all()
    number = max(1, min(queue.page, -(-len(found) // PAGE)))
    shown = [row.id for row in found[(number - 1) * PAGE : number * PAGE]]
    rows = _rows(session, _in_order(queue, [Candidate.id.in_(shown)]))
    return Page(rows=rows, total=len(found), hours=sum(row.impact for row in found), number=number)


def place_of(session: Session, queue: Queue, row: Row, *, staff_id: int, now: datetime) -> Place:
    """Return where `row` stands in the queue; a decided one stood where its figures say."""
    order = ORDERS[queue.sort]
    wanted = wanted_by(queue, staff_id=staff_id, now=now)
    keys = [
        tuple(key)
        for key in session.execute(
            sa.select(*order)
            .select_from(Candidate)
            .join(Cluster, Cluster.id == Candidate.cluster_id)
            .where(*wanted)
            .order_by(*order)
        )
    ]
    impact, size, id_ = -row.candidate.impact, -row.cluster.size, row.candidate.id
    key: tuple[float, ...] = {
        "worth": (impact, size, id_),
        "size": (size, impact, id_),
        "trend": (-row.candidate.trend, impact, id_),
        "newest": (-id_,),
    }[queue.sort]
    place = bisect_left(keys, key)
    inside = place < len(keys) and keys[place] == key
    following = place + inside
    others = len(keys) > inside
    # Each key ends in the id; its sign is the direction of the order.
    after = abs(keys[following % len(keys)][-1]) if others else None
    return Place(
        number=place + 1 if inside else None,
        total=len(keys),
        before=abs(keys[place - 1][-1]) if place else None,
        after=after,
        page=place // PAGE + 1,
    )


def rows_of(session: Session, candidate_ids: Iterable[int]) -> list[Row]:
    """Return these candidates, those that are not there left out."""
    wanted = [Candidate.id.in_(set(candidate_ids))]
    return _rows(session, _in_order(Queue(), wanted))


def _rows(session: Session, found: sa.Select[Candidate, Cluster, str]) -> list[Row]:
    return [
        Row(candidate=candidate, cluster=cluster, decided_by=name)
        for candidate, cluster, name in session.execute(found)
    ]


def _in_order(queue: Queue, wanted: Sequence[sa.ColumnElement[bool]]) -> sa.Select[Candidate, Cluster, str]:
    return (
        sa.select(Candidate, Cluster, Staff.name)
        .join(Cluster, Cluster.id == Candidate.cluster_id)
        .outerjoin(Staff, Staff.id == Candidate.decided_by)
        .where(*wanted)
        .order_by(*ORDERS[queue.sort])
    )
