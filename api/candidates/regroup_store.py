"""The SQL of regrouping: inquiries change their cluster, decisions have parties, later ones overrule."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import cast

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from api.candidates.constraint_store import Kind
from api.candidates.models import (
    Candidate,
    Cluster,
    ClusterMember,
    ConstrainedInquiry,
    Decision,
    DecisionParty,
    MovedInquiry,
    TopicConstraint,
)
from api.inquiries.models import Inquiry

# Any number will do; all processes must use the same one.
LOCK = int.from_bytes(hashlib.sha256(b"madoguchi groups").digest()[:6], "big")
ROWS = 5_000


def hold_groups(session: Session) -> None:
    """Wait until nobody else writes who is in which cluster, and keep others waiting until the commit.

    Taken before any row is locked, so that no two wait for each other.
    """
    session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))


def placed(session: Session, inquiry_ids: Collection[int]) -> dict[int, int]:
    """The cluster of each of these inquiries that has one."""
    rows = session.execute(
        sa.select(ClusterMember.inquiry_id, ClusterMember.cluster_id).where(
            ClusterMember.inquiry_id == _any(inquiry_ids)
        )
    )
    return {row.inquiry_id: row.cluster_id for row in rows}


def texts_in(session: Session, cluster_id: int) -> dict[int, str]:
    """The masked text of each member of a cluster."""
    rows = session.execute(
        sa.select(Inquiry.id, Inquiry.text)
        .join(ClusterMember, ClusterMember.inquiry_id == Inquiry.id)
        .where(ClusterMember.cluster_id == cluster_id)
        .order_by(Inquiry.id)
    )
    return {row.id: row.text for row in rows}


def place(session: Session, targets: Mapping[int, int | None]) -> None:
    """Put each inquiry into its cluster, or into none. What was erased meanwhile is passed over."""
    leaving = [inquiry for inquiry, cluster in targets.items() if cluster is None]
    session.execute(sa.delete(ClusterMember).where(ClusterMember.inquiry_id == _any(leaving)))
    there = set(session.scalars(sa.select(Inquiry.id).where(Inquiry.id == _any(targets))))
    rows = [
        {"inquiry_id": inquiry, "cluster_id": cluster, "strength": 1.0}
        for inquiry, cluster in sorted(targets.items())
        if cluster is not None and inquiry in there
    ]
    writing = insert(ClusterMember)
    writing = writing.on_conflict_do_update(
        index_elements=[ClusterMember.inquiry_id], set_={"cluster_id": writing.excluded.cluster_id}
    )
    for first in range(0, len(rows), ROWS):
        session.execute(writing, rows[first : first + ROWS])


def record_moves(
    session: Session, decision_id: int, moves: Sequence[tuple[int, int, int | None]], parties: Collection[int]
) -> None:
    """Keep what a decision moved, as (inquiry, from, to), and the other candidates that it is about."""
    rows = [
        {"decision_id": decision_id, "inquiry_id": inquiry, "from_id": was, "to_id": now}
        for inquiry, was, now in moves
    ]
    for first in range(0, len(rows), ROWS):
        session.execute(sa.insert(MovedInquiry), rows[first : first + ROWS])
    session.add_all(DecisionParty(decision_id=decision_id, candidate_id=one) for one in sorted(parties))
    session.flush()


def moves_to_take_back(session: Session, decision_id: int) -> dict[int, int]:
    """Where each inquiry of a decision came from, but for those that a later decision moved on."""
    later = aliased(MovedInquiry)
    moved_on = (
        sa.exists()
        .where(
            later.inquiry_id == MovedInquiry.inquiry_id,
            later.decision_id > decision_id,
            later.decision_id == Decision.id,
            Decision.undone_at.is_(None),
        )
        .correlate(MovedInquiry)
    )
    rows = session.execute(
        sa.select(MovedInquiry.inquiry_id, MovedInquiry.from_id).where(
            MovedInquiry.decision_id == decision_id, ~moved_on
        )
    )
    return {row.inquiry_id: row.from_id for row in rows}


def parties_of(session: Session, decision: Decision) -> list[int]:
    """Every candidate that a decision is about, by id."""
    others = session.scalars(
        sa.select(DecisionParty.candidate_id).where(DecisionParty.decision_id == decision.id)
    )
    return sorted({decision.candidate_id, *others})


def candidates_of(session: Session, cluster_ids: Collection[int]) -> dict[int, Candidate]:
    """The candidate of each cluster."""
    found = session.scalars(sa.select(Candidate).where(Candidate.cluster_id == _any(cluster_ids)))
    return {candidate.cluster_id: candidate for candidate in found}


def clusters_of(session: Session, cluster_ids: Collection[int]) -> dict[int, Cluster]:
    """The clusters with these ids."""
    return {one.id: one for one in session.scalars(sa.select(Cluster).where(Cluster.id == _any(cluster_ids)))}


def release(
    session: Session, decision_id: int, kind: Kind, moved: Collection[int], others: Collection[int]
) -> None:
    """Let older constraints of this kind go of `moved` where they hold them together with, or apart from,
    `others`: a newer decision says otherwise."""
    other = aliased(ConstrainedInquiry)
    against = sa.exists().where(
        other.constraint_id == ConstrainedInquiry.constraint_id,
        other.inquiry_id == _any(others),
        other.released_by.is_(None),
        sa.true() if kind is Kind.TOGETHER else other.side != ConstrainedInquiry.side,
    )
    stands = sa.exists().where(
        TopicConstraint.id == ConstrainedInquiry.constraint_id,
        TopicConstraint.kind == kind,
        TopicConstraint.undone_at.is_(None),
    )
    session.execute(
        sa.update(ConstrainedInquiry)
        .where(ConstrainedInquiry.inquiry_id == _any(moved), ConstrainedInquiry.released_by.is_(None))
        .where(stands, against)
        .values(released_by=decision_id)
        .execution_options(synchronize_session=False)
    )


def hold_again(session: Session, decision_id: int) -> None:
    """Let constraints have back what a decision took from them."""
    session.execute(
        sa.update(ConstrainedInquiry)
        .where(ConstrainedInquiry.released_by == decision_id)
        .values(released_by=None)
        .execution_options(synchronize_session=False)
    )


def _any(ids: Collection[int]) -> sa.ColumnElement[int]:
    return cast(sa.ColumnElement[int], sa.any_(sa.literal(sorted(ids), sa.ARRAY(sa.Integer))))
