"""Which inquiries are one topic, as staff say it: merge, split, take out, move.

Each takes effect at once, and is a constraint that later runs hold. All of it is one transaction.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from api.candidates.constraint_store import Kind, inquiry_ids_of, keep_apart, keep_together
from api.candidates.copies import with_copies
from api.candidates.models import Candidate, Cluster, Decision, DecisionKind, State
from api.candidates.recounting import recount
from api.candidates.regroup_store import (
    candidates_of,
    clusters_of,
    hold_groups,
    place,
    record_moves,
    release,
)
from api.candidates.review import open_candidate
from api.clock import aware
from api.database import notify
from api.errors import Conflict, Invalid
from api.house import House

MOST_PARTS = 6


class NothingToMerge(Invalid):
    """Choose another candidate that is the same topic."""


class NoInquiriesChosen(Invalid):
    """Choose inquiries of this candidate."""


class NothingLeft(Invalid):
    """Leave at least one inquiry here. Inquiries of the same words go together."""


class TwoPartsNeeded(Invalid):
    """A split needs two to six parts that share no inquiry. Inquiries of the same words go together."""


class GroupsChanged(Conflict):
    """Some of these inquiries are not in this candidate any more. Look at it again and repeat."""


def merge(
    session: Session, house: House, candidate_id: int, *, revision: int, others: Mapping[int, int], by: int
) -> Decision:
    """Make this candidate and `others` (candidate id: revision) one topic, under this one's number."""
    if not others or candidate_id in others:
        raise NothingToMerge
    found = _locked(session, {candidate_id: revision, **others})
    kept, closed = found[candidate_id], [found[id_] for id_ in sorted(others)]
    here = inquiry_ids_of(session, kept.cluster_id)
    taken = {other.id: inquiry_ids_of(session, other.cluster_id) for other in closed}
    if not here or not all(taken.values()):
        raise NothingToMerge
    decision = _decision(
        session,
        house,
        kept,
        DecisionKind.MERGED,
        by,
        {"into": kept.id, "candidates": sorted(taken), "inquiries": sum(map(len, taken.values()))},
    )
    together, moves = list(here), []
    for other in closed:
        release(session, decision.id, Kind.APART, taken[other.id], together)
        together += taken[other.id]
        moves += [(inquiry, other.cluster_id, kept.cluster_id) for inquiry in taken[other.id]]
        other.state, other.merged_into_id = State.MERGED, kept.id
        other.decided_by, other.decided_at = by, house.clock()
    keep_together(session, together, by=by, now=house.clock(), decision_id=decision.id)
    return _done(session, house, decision, moves, found.values())


def split(
    session: Session,
    house: House,
    candidate_id: int,
    *,
    revision: int,
    parts: Sequence[Collection[int]],
    by: int,
) -> Decision:
    """Make each of `parts` (inquiry ids) a candidate of its own; what is in none of them stays here."""
    here = _locked(session, {candidate_id: revision})[candidate_id]
    leaving = [_chosen(session, here, part) for part in parts]
    everything = [inquiry for part in leaving for inquiry in part]
    if not 1 <= len(leaving) < MOST_PARTS or len(set(everything)) < len(everything):
        raise TwoPartsNeeded
    staying = _staying(session, here, everything)
    decision = _decision(session, house, here, DecisionKind.SPLIT, by, {"inquiries": len(everything)})
    made = [_new_candidate(session, here, len(part)) for part in leaving]
    decision.payload = {**decision.payload, "candidates": [one.id for one in made]}
    groups = [staying, *leaving]
    for place_, left in enumerate(groups):
        for right in groups[place_ + 1 :]:
            # Whatever held them together before no longer does.
            release(session, decision.id, Kind.TOGETHER, right, left)
    for place_, left in enumerate(groups):
        if len(left) > 1:
            keep_together(session, left, by=by, now=house.clock(), decision_id=decision.id)
        for right in groups[place_ + 1 :]:
            keep_apart(session, left, right, by=by, now=house.clock(), decision_id=decision.id)
    moves = [
        (inquiry, here.cluster_id, one.cluster_id)
        for one, part in zip(made, leaving, strict=True)
        for inquiry in part
    ]
    return _done(session, house, decision, moves, [here, *made])


def take_out(
    session: Session,
    house: House,
    candidate_id: int,
    *,
    revision: int,
    inquiry_ids: Collection[int],
    by: int,
) -> Decision:
    """Say that inquiries do not belong here. They are in no candidate until the next run."""
    here = _locked(session, {candidate_id: revision})[candidate_id]
    leaving = _chosen(session, here, inquiry_ids)
    staying = _staying(session, here, leaving)
    decision = _decision(session, house, here, DecisionKind.REMOVED, by, {"inquiries": len(leaving)})
    release(session, decision.id, Kind.TOGETHER, leaving, staying)
    keep_apart(session, leaving, staying, by=by, now=house.clock(), decision_id=decision.id)
    moves = [(inquiry, here.cluster_id, None) for inquiry in leaving]
    return _done(session, house, decision, moves, [here])


def move(
    session: Session,
    house: House,
    candidate_id: int,
    *,
    revision: int,
    inquiry_ids: Collection[int],
    to: tuple[int, int],
    by: int,
) -> Decision:
    """Say that inquiries belong to another candidate: `to` is its id and the revision that was seen."""
    target_id, target_revision = to
    if target_id == candidate_id:
        raise NothingToMerge
    found = _locked(session, {candidate_id: revision, target_id: target_revision})
    here, target = found[candidate_id], found[target_id]
    leaving = _chosen(session, here, inquiry_ids)
    staying, there = _staying(session, here, leaving), inquiry_ids_of(session, target.cluster_id)
    if not there:
        raise NothingToMerge
    payload = {"from": here.id, "to": target.id, "inquiries": len(leaving)}
    decision = _decision(session, house, here, DecisionKind.MOVED, by, payload)
    release(session, decision.id, Kind.TOGETHER, leaving, staying)
    release(session, decision.id, Kind.APART, leaving, there)
    keep_apart(session, leaving, staying, by=by, now=house.clock(), decision_id=decision.id)
    keep_together(session, [*leaving, *there], by=by, now=house.clock(), decision_id=decision.id)
    moves = [(inquiry, here.cluster_id, target.cluster_id) for inquiry in leaving]
    return _done(session, house, decision, moves, found.values())


def _locked(session: Session, seen: Mapping[int, int]) -> dict[int, Candidate]:
    """The candidates, open and as the reviewer saw them, in an order in which no two wait for each other."""
    hold_groups(session)
    return {id_: open_candidate(session, id_, seen[id_]) for id_ in sorted(seen)}


def _chosen(session: Session, candidate: Candidate, inquiry_ids: Collection[int]) -> list[int]:
    """The inquiries, and those of the same words, which no run could keep from them."""
    if not inquiry_ids:
        raise NoInquiriesChosen
    chosen = with_copies(session, candidate.cluster_id, inquiry_ids)
    if not set(inquiry_ids) <= set(chosen):
        raise GroupsChanged
    return chosen


def _staying(session: Session, candidate: Candidate, leaving: Collection[int]) -> list[int]:
    staying = [id_ for id_ in inquiry_ids_of(session, candidate.cluster_id) if id_ not in set(leaving)]
    if not staying:
        raise NothingLeft
    return staying


def _new_candidate(session: Session, beside: Candidate, size: int) -> Candidate:
    cluster = clusters_of(session, [beside.cluster_id])[beside.cluster_id]
    made = Cluster(
        run_id=cluster.run_id,
        language=cluster.language,
        size=size,
        tightness=cluster.tightness,
        representative=cluster.representative,
        keywords=list(cluster.keywords),
    )
    session.add(made)
    session.flush()
    candidate = Candidate(cluster_id=made.id)
    session.add(candidate)
    session.flush()
    return candidates_of(session, [made.id])[made.id]


def _decision(
    session: Session, house: House, candidate: Candidate, kind: DecisionKind, by: int, payload: dict[str, Any]
) -> Decision:
    decision = Decision(
        candidate_id=candidate.id, staff_id=by, kind=kind, payload=payload, at=aware(house.clock())
    )
    session.add(decision)
    session.flush()
    return decision


def _done(
    session: Session,
    house: House,
    decision: Decision,
    moves: Sequence[tuple[int, int, int | None]],
    candidates: Collection[Candidate],
) -> Decision:
    others = {one.id for one in candidates} - {decision.candidate_id}
    record_moves(session, decision.id, moves, others)
    place(session, {inquiry: now for inquiry, _, now in moves})
    for one in candidates:
        one.revision = (one.revision or 0) + 1
    recount(session, house, {one.cluster_id for one in candidates})
    notify(session, "candidates")
    return decision
