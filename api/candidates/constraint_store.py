"""The SQL of constraints: what staff said of inquiries that every later run holds."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.candidates.models import ClusterMember, ConstrainedInquiry, TopicConstraint
from api.clock import aware
from api.errors import Conflict, Invalid
from api.inquiries.models import Inquiry

ROWS = 5_000


class Kind(StrEnum):
    """What a constraint says of its inquiries."""

    TOGETHER = "together"
    APART = "apart"


class NothingToHold(Invalid):
    """A constraint needs inquiries that are still there: two that belong together, or one on each side."""


class OnBothSides(Invalid):
    """An inquiry cannot be kept apart from itself."""


class ConstraintGone(Conflict):
    """There is no such constraint, or it was undone already."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A constraint that stands: inquiry ids on its one side (together) or two (apart)."""

    id: int
    kind: Kind
    faq_id: int | None
    sides: tuple[tuple[int, ...], tuple[int, ...]]


def keep_together(
    session: Session,
    inquiry_ids: Collection[int],
    *,
    by: int,
    now: datetime,
    decision_id: int | None = None,
    faq_id: int | None = None,
) -> TopicConstraint:
    """Record that inquiries are one topic: a merge; with `faq_id`, one with all others of that FAQ."""
    there = _there(session, inquiry_ids)
    if len(there) < 2 and faq_id is None:
        raise NothingToHold
    constraint = TopicConstraint(
        kind=Kind.TOGETHER, staff_id=by, at=aware(now), decision_id=decision_id, faq_id=faq_id
    )
    return _written(session, constraint, {0: there})


def keep_apart(
    session: Session,
    left: Collection[int],
    right: Collection[int],
    *,
    by: int,
    now: datetime,
    decision_id: int | None = None,
) -> TopicConstraint:
    """Record that none of `left` shares a topic with any of `right`: a split, or one that does not belong."""
    if set(left) & set(right):
        raise OnBothSides
    sides = {0: _there(session, left), 1: _there(session, right)}
    if not (sides[0] and sides[1]):
        raise NothingToHold
    constraint = TopicConstraint(kind=Kind.APART, staff_id=by, at=aware(now), decision_id=decision_id)
    return _written(session, constraint, sides)


def undo_constraint(session: Session, constraint_id: int, *, now: datetime) -> None:
    """Take one constraint back; the next run no longer holds it. Raises `ConstraintGone`."""
    if not _undo(session, TopicConstraint.id == constraint_id, now):
        raise ConstraintGone


def undo_constraints_of(session: Session, decision_id: int, *, now: datetime) -> None:
    """Take back what a decision said of inquiries, if it said anything."""
    _undo(session, TopicConstraint.decision_id == decision_id, now)


def standing_constraints(session: Session) -> list[Said]:
    """Every constraint that was not undone, the oldest first.

    Inquiries that were erased are in none, nor those of which a later decision says otherwise.
    """
    sides: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    rows = session.execute(
        sa.select(ConstrainedInquiry.constraint_id, ConstrainedInquiry.inquiry_id, ConstrainedInquiry.side)
        .join(TopicConstraint, TopicConstraint.id == ConstrainedInquiry.constraint_id)
        .where(TopicConstraint.undone_at.is_(None), ConstrainedInquiry.released_by.is_(None))
        .order_by(ConstrainedInquiry.inquiry_id)
    )
    for constraint_id, inquiry_id, side in rows:
        sides[constraint_id][side].append(inquiry_id)
    standing = session.scalars(
        sa.select(TopicConstraint).where(TopicConstraint.undone_at.is_(None)).order_by(TopicConstraint.id)
    )
    return [
        Said(
            id=one.id,
            kind=Kind(one.kind),
            faq_id=one.faq_id,
            sides=(tuple(sides[one.id][0]), tuple(sides[one.id][1])),
        )
        for one in standing
    ]


def inquiry_ids_of(session: Session, cluster_id: int) -> list[int]:
    """The inquiries that are in a cluster now."""
    found = sa.select(ClusterMember.inquiry_id).where(ClusterMember.cluster_id == cluster_id)
    return list(session.scalars(found.order_by(ClusterMember.inquiry_id)))


def set_aside(session: Session) -> set[int]:
    """Inquiries that staff took out of a topic, and that are in no cluster now."""
    named = (
        sa.select(ConstrainedInquiry.inquiry_id)
        .join(TopicConstraint, TopicConstraint.id == ConstrainedInquiry.constraint_id)
        .outerjoin(ClusterMember, ClusterMember.inquiry_id == ConstrainedInquiry.inquiry_id)
        .where(
            TopicConstraint.kind == Kind.APART,
            TopicConstraint.undone_at.is_(None),
            ConstrainedInquiry.released_by.is_(None),
            ClusterMember.inquiry_id.is_(None),
        )
    )
    return set(session.scalars(named))


def _there(session: Session, inquiry_ids: Iterable[int]) -> list[int]:
    wanted = sa.literal(sorted(set(inquiry_ids)), sa.ARRAY(sa.Integer))
    return list(session.scalars(sa.select(Inquiry.id).where(Inquiry.id == sa.any_(wanted))))


def _written(
    session: Session, constraint: TopicConstraint, sides: Mapping[int, list[int]]
) -> TopicConstraint:
    session.add(constraint)
    session.flush()
    rows = [
        {"constraint_id": constraint.id, "inquiry_id": inquiry, "side": side}
        for side, inquiries in sides.items()
        for inquiry in inquiries
    ]
    for first in range(0, len(rows), ROWS):
        session.execute(sa.insert(ConstrainedInquiry), rows[first : first + ROWS])
    return constraint


def _undo(session: Session, which: sa.ColumnElement[bool], now: datetime) -> bool:
    undone = session.scalars(
        sa.update(TopicConstraint)
        .where(which, TopicConstraint.undone_at.is_(None))
        .values(undone_at=aware(now))
        .returning(TopicConstraint.id)
    )
    return len(undone.all()) > 0
