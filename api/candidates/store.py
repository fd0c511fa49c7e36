"""The SQL of the review desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from api.candidates.models import (
    Candidate,
    Cluster,
    ClusterMember,
    ClusterRun,
    Decision,
    DecisionKind,
    DecisionParty,
)
from api.errors import Conflict, NotFound
from api.faqs.publishing import ChangedMeanwhile
from api.inquiries.models import Inquiry
from api.staff.models import Staff

MOST_MEMBERS = 1000
"""Members of a cluster that are read as evidence, newest first."""
ORDINARY = 500
"""Inquiries that are enough for the mean of a language."""


class NoSuchCandidate(NotFound):
    """There is no such candidate."""


class NothingToUndo(Conflict):
    """There is no decision to undo."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A candidate with its cluster and the name of who decided."""

    candidate: Candidate
    cluster: Cluster
    decided_by: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of a candidate's history."""

    decision: Decision
    who: str | None


def candidate_for(session: Session, candidate_id: int) -> Row:
    """Return one candidate; any member of staff may read any. Raises `NoSuchCandidate`."""
    row = session.execute(
        select(Candidate, Cluster, Staff.name)
        .join(Cluster, Cluster.id == Candidate.cluster_id)
        .outerjoin(Staff, Staff.id == Candidate.decided_by)
        .where(Candidate.id == candidate_id)
    ).one_or_none()
    if row is None:
        raise NoSuchCandidate
    return Row(candidate=row[0], cluster=row[1], decided_by=row[2])


def locked_candidate(session: Session, candidate_id: int, revision: int) -> Candidate:
    """Return a candidate, locked, as the reviewer saw it; raises `ChangedMeanwhile` when it is not."""
    candidate = session.scalar(
        select(Candidate)
        .where(Candidate.id == candidate_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if candidate is None:
        raise NoSuchCandidate
    if candidate.revision != revision:
        raise ChangedMeanwhile
    return candidate


def members_of(session: Session, cluster_id: int) -> Sequence[Inquiry]:
    """Return the inquiries of a cluster, newest first."""
    return session.scalars(
        select(Inquiry)
        .join(ClusterMember, ClusterMember.inquiry_id == Inquiry.id)
        .where(ClusterMember.cluster_id == cluster_id)
        .order_by(Inquiry.received_at.desc(), Inquiry.id.desc())
        .limit(MOST_MEMBERS)
    ).all()


def ordinary_keys(session: Session, language: str) -> Sequence[str]:
    """Return the text keys of the newest inquiries of a language: what is asked here at all."""
    return session.scalars(
        select(Inquiry.text_key)
        .where(Inquiry.language == language)
        .order_by(Inquiry.received_at.desc())
        .limit(ORDINARY)
    ).all()


def history_of(session: Session, candidate_id: int) -> list[Entry]:
    """Return every decision on a candidate, newest first."""
    rows = session.execute(
        select(Decision, Staff.name)
        .outerjoin(Staff, Staff.id == Decision.staff_id)
        .where(_about(candidate_id))
        .order_by(Decision.id.desc())
    )
    return [Entry(decision=decision, who=name) for decision, name in rows]


def standing_decision(session: Session, candidate_id: int) -> Decision:
    """Return the newest decision that holds, a snooze apart; raises `NothingToUndo`."""
    return _newest(session, candidate_id, Decision.kind != DecisionKind.SNOOZED)


def standing_snooze(session: Session, candidate_id: int) -> Decision:
    """Return the snooze that was not undone, whether it is over or not; raises `NothingToUndo`."""
    return _newest(session, candidate_id, Decision.kind == DecisionKind.SNOOZED)


def _newest(session: Session, candidate_id: int, which: ColumnElement[bool]) -> Decision:
    decision = session.scalar(
        select(Decision)
        .where(_about(candidate_id), which, Decision.undone_at.is_(None))
        .order_by(Decision.id.desc())
        .limit(1)
    )
    if decision is None:
        raise NothingToUndo
    return decision


def _about(candidate_id: int) -> ColumnElement[bool]:
    party = select(DecisionParty.decision_id).where(DecisionParty.candidate_id == candidate_id)
    return or_(Decision.candidate_id == candidate_id, Decision.id.in_(party))


def last_decision_of(session: Session, staff_id: int) -> Decision:
    """Return the last decision of somebody that still holds; raises `NothingToUndo`."""
    later = aliased(Decision)
    party = exists().where(
        DecisionParty.decision_id == later.id, DecisionParty.candidate_id == Decision.candidate_id
    )
    overtaken = exists().where(
        or_(later.candidate_id == Decision.candidate_id, party),
        later.id > Decision.id,
        later.undone_at.is_(None),
    )
    found = session.scalar(
        select(Decision)
        .where(Decision.staff_id == staff_id, Decision.undone_at.is_(None), ~overtaken)
        .order_by(Decision.id.desc())
        .limit(1)
    )
    if found is None:
        raise NothingToUndo
    return found


def last_run(session: Session) -> datetime | None:
    """Return when clustering last finished."""
    return session.scalar(select(func.max(ClusterRun.finished_at)))
