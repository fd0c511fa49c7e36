"""Improving answers in JSON: proposals, misleading phrasings, competing FAQs; DELETE takes decisions back."""

from fastapi import APIRouter, Request

from api.access import Agent, Editor
from api.database import Transaction
from api.faqs.store import published
from api.house import house_of
from api.improving import deciding
from api.improving.desk import competing_now, misleading_now, proposed
from api.improving.models import State
from api.improving.shapes import (
    CompetingShape,
    MisleadingShape,
    ProposalShape,
    RemovalShape,
    Removing,
    proposal_shape,
)
from api.improving.store import decided_for

router = APIRouter(prefix="/api/answers/improve", tags=["improving answers"])


@router.get("/proposals")
def read_proposals(
    session: Transaction, staff: Agent, state: State = State.OPEN, q: str = ""
) -> list[ProposalShape]:
    """List proposed phrasings, newest first; one of a retired FAQ is left out."""
    return [proposal_shape(one) for one in proposed(session, state, published(session), query=q)]


@router.get("/phrasings")
def read_misleading(session: Transaction, staff: Agent) -> list[MisleadingShape]:
    """List phrasings that pull in wrong questions, the worst first."""
    return [MisleadingShape.model_validate(one) for one in misleading_now(session, published(session))]


@router.get("/pairs")
def read_competing(request: Request, session: Transaction, staff: Agent) -> list[CompetingShape]:
    """List FAQs that compete for the same questions, those that confuse most first."""
    found = competing_now(session, house_of(request).embedder, published(session))
    return [CompetingShape.model_validate(one) for one in found]


@router.post("/proposals/{proposal_id}/acceptance", status_code=201)
def accept(request: Request, session: Transaction, staff: Editor, proposal_id: int) -> ProposalShape:
    """Let the FAQ learn the phrasing. The bot answers by it within two seconds."""
    now, note = house_of(request).clock(), "Phrasing from a customer's question added"
    deciding.accept(session, proposal_id, by=staff.staff.id, now=now, note=note)
    return _now(session, proposal_id)


@router.post("/proposals/{proposal_id}/dismissal", status_code=201)
def dismiss(request: Request, session: Transaction, staff: Editor, proposal_id: int) -> ProposalShape:
    """Say that the phrasing does not belong to the FAQ. It is not proposed again."""
    deciding.dismiss(session, proposal_id, by=staff.staff.id, now=house_of(request).clock())
    return _now(session, proposal_id)


@router.delete("/proposals/{proposal_id}/acceptance")
def undo_acceptance(request: Request, session: Transaction, staff: Editor, proposal_id: int) -> ProposalShape:
    """Take an acceptance back: the FAQ loses the phrasing, in a new version."""
    return _undo(request, session, staff, proposal_id, State.ACCEPTED)


@router.delete("/proposals/{proposal_id}/dismissal")
def undo_dismissal(request: Request, session: Transaction, staff: Editor, proposal_id: int) -> ProposalShape:
    """Take a dismissal back."""
    return _undo(request, session, staff, proposal_id, State.DISMISSED)


@router.post("/removals", status_code=201)
def remove(request: Request, session: Transaction, staff: Editor, body: Removing) -> RemovalShape:
    """Take a phrasing away from an FAQ, in a new version."""
    now, note = house_of(request).clock(), "Misleading phrasing removed"
    removed = deciding.remove(session, body.faq_id, body.text, by=staff.staff.id, now=now, note=note)
    return RemovalShape.model_validate(removed)


@router.delete("/removals/{removal_id}")
def undo_removal(request: Request, session: Transaction, staff: Editor, removal_id: int) -> RemovalShape:
    """Bring a removed phrasing back, in a new version."""
    now, note = house_of(request).clock(), "Removed phrasing brought back"
    undone = deciding.undo_removal(session, removal_id, by=staff.staff.id, now=now, note=note)
    return RemovalShape.model_validate(undone)


def _undo(
    request: Request, session: Transaction, staff: Editor, proposal_id: int, only: State
) -> ProposalShape:
    now, note = house_of(request).clock(), "Added phrasing taken back"
    deciding.undo(session, proposal_id, by=staff.staff.id, now=now, note=note, only=only)
    return _now(session, proposal_id)


def _now(session: Transaction, proposal_id: int) -> ProposalShape:
    return proposal_shape(decided_for(session, proposal_id))
