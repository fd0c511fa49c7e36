"""Taking back what was decided of a candidate, whatever it was; the newest decision goes first."""

from sqlalchemy.orm import Session

from api.candidates import review, snoozing
from api.candidates.constraint_store import inquiry_ids_of, undo_constraints_of
from api.candidates.models import Candidate, Decision, DecisionKind, State
from api.candidates.recounting import recount
from api.candidates.regroup_store import (
    hold_again,
    hold_groups,
    moves_to_take_back,
    parties_of,
    place,
    placed,
)
from api.candidates.store import NothingToUndo, candidate_for, locked_candidate, standing_decision
from api.clock import aware
from api.database import notify
from api.errors import Conflict
from api.faqs.publishing import ChangedMeanwhile
from api.house import House

REGROUPED = {DecisionKind.MERGED, DecisionKind.SPLIT, DecisionKind.REMOVED, DecisionKind.MOVED}


class UndoLaterFirst(Conflict):
    """Something later was decided of these candidates. Undo that first."""


def undo_standing(
    session: Session,
    house: House,
    candidate_id: int,
    *,
    revision: int,
    by: int,
    note: str,
    only: DecisionKind | None = None,
) -> None:
    """Take back the newest decision that stands on a candidate: wake it, if it sleeps.

    `only` undoes nothing but that kind. Raises `NothingToUndo`, `UndoLaterFirst`, `ChangedMeanwhile`.
    """
    hold_groups(session)
    row = candidate_for(session, candidate_id)
    asleep = row.candidate.state == State.OPEN and snoozing.is_asleep(
        row.candidate, row.cluster, house.clock()
    )
    if only is DecisionKind.SNOOZED or (only is None and asleep):
        snoozing.wake(session, candidate_id, revision=revision, now=house.clock())
        return
    decision = standing_decision(session, candidate_id)
    if only is not None and decision.kind != only:
        raise NothingToUndo
    if decision.kind in REGROUPED:
        _put_back(session, house, decision, candidate_id, revision)
    else:
        review.undo(session, candidate_id, revision=revision, by=by, now=house.clock(), note=note)


def _put_back(session: Session, house: House, decision: Decision, candidate_id: int, revision: int) -> None:
    """Let the inquiries go back where they were, and the candidates be as they were before."""
    found = {id_: _locked(session, id_) for id_ in parties_of(session, decision)}
    if found[candidate_id].revision != revision:
        raise ChangedMeanwhile
    for id_ in found:
        if standing_decision(session, id_).id != decision.id:
            raise UndoLaterFirst
    here = found[decision.candidate_id]
    others = [one for one in found.values() if one is not here]
    back = moves_to_take_back(session, decision.id)
    if decision.kind == DecisionKind.SPLIT:
        # What joined the new candidates since would be left in candidates that are no more.
        joined = [inquiry for one in others for inquiry in inquiry_ids_of(session, one.cluster_id)]
        back = dict.fromkeys(joined, here.cluster_id) | back
    touched = {*placed(session, back).values(), *back.values(), *(one.cluster_id for one in found.values())}
    place(session, dict(back))
    undo_constraints_of(session, decision.id, now=house.clock())
    hold_again(session, decision.id)
    decision.undone_at = aware(house.clock())
    if decision.kind == DecisionKind.MERGED:
        for one in others:
            one.state, one.merged_into_id, one.decided_by, one.decided_at = State.OPEN, None, None, None
    elif decision.kind == DecisionKind.SPLIT:
        for one in others:
            one.state, one.merged_into_id = State.MERGED, here.id
    for one in found.values():
        one.revision += 1
    session.flush()
    recount(session, house, touched)
    notify(session, "candidates")


def _locked(session: Session, candidate_id: int) -> Candidate:
    """A candidate, locked; whether the reviewer saw its newest state is asked of the one they look at."""
    return locked_candidate(session, candidate_id, candidate_for(session, candidate_id).candidate.revision)
