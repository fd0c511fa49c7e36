"""Candidates in JSON: read, approve, link, reject; DELETE takes a decision back."""

from typing import Literal

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session

from api.access import Agent, Editor
from api.answers.serving import answers_of
from api.candidates import map_pages, review
from api.candidates.desk import Desk, lay_out
from api.candidates.models import DecisionKind
from api.candidates.queue_store import search_candidates
from api.candidates.shapes import Approval, CandidateDetail, CandidateShape, Link, Rejection, detail, shape
from api.candidates.store import Row, candidate_for, history_of
from api.candidates.undoing import undo_standing
from api.database import Transaction
from api.faqs.drafts import Wording
from api.faqs.waiting import public_part
from api.house import house_of
from api.second_look.looking import look_twice

router = APIRouter(prefix="/api/candidates", tags=["candidates"])
router.include_router(map_pages.routes)


@router.get("")
def read_candidates(
    request: Request,
    session: Transaction,
    staff: Agent,
    q: str = "",
    state: Literal["open", "snoozed", "approved", "linked", "rejected", "merged", "all"] = "open",
    language: Literal["", "ja", "en"] = "",
) -> list[CandidateShape]:
    """List candidates, the largest impact first."""
    now = house_of(request).clock()
    found = search_candidates(session, now=now, query=q, state=state, language=language)
    return [CandidateShape(**shape(row)) for row in found]


@router.get("/{candidate_id}")
def read_candidate(
    request: Request, session: Transaction, staff: Agent, candidate_id: int
) -> CandidateDetail:
    """Read one candidate with its evidence, the FAQs near it and a first wording."""
    row = candidate_for(session, candidate_id)
    return detail(row, _desk(request, session, row), history_of(session, candidate_id))


@router.post("/{candidate_id}/approval", status_code=201)
def approve(
    request: Request, session: Transaction, staff: Editor, candidate_id: int, body: Approval
) -> CandidateShape:
    """Publish an FAQ from a candidate. The bot answers with it within two seconds."""
    look_twice(request, session, public_part(body.draft()))
    review.approve(
        session,
        candidate_id,
        revision=body.revision,
        draft=body.draft(),
        by=staff.staff.id,
        now=house_of(request).clock(),
        note=body.note,
    )
    return _now(session, candidate_id)


@router.post("/{candidate_id}/link", status_code=201)
def link(
    request: Request, session: Transaction, staff: Editor, candidate_id: int, body: Link
) -> CandidateShape:
    """Say that an FAQ answers a candidate already; it gets the candidate's phrasings."""
    if body.phrasings is None:
        wordings = _desk(request, session, candidate_for(session, candidate_id)).evidence.phrasings
    else:
        wordings = tuple(Wording(**phrasing.model_dump()) for phrasing in body.phrasings)
    review.link(
        session,
        candidate_id,
        revision=body.revision,
        faq_id=body.faq_id,
        wordings=wordings,
        by=staff.staff.id,
        now=house_of(request).clock(),
        note="Phrasings of a candidate added",
    )
    return _now(session, candidate_id)


@router.post("/{candidate_id}/rejection", status_code=201)
def reject(
    request: Request, session: Transaction, staff: Editor, candidate_id: int, body: Rejection
) -> CandidateShape:
    """Say that a candidate should not become an FAQ."""
    review.reject(
        session,
        candidate_id,
        revision=body.revision,
        reason=body.reason,
        kind=body.kind,
        tell=body.tell,
        by=staff.staff.id,
        now=house_of(request).clock(),
    )
    return _now(session, candidate_id)


@router.delete("/{candidate_id}/approval")
def undo_approval(
    request: Request, session: Transaction, staff: Editor, candidate_id: int, revision: int
) -> CandidateShape:
    """Take an approval back: its FAQ is retired, the candidate open again."""
    return _undo(request, session, staff, candidate_id, revision, DecisionKind.APPROVED)


@router.delete("/{candidate_id}/link")
def undo_link(
    request: Request, session: Transaction, staff: Editor, candidate_id: int, revision: int
) -> CandidateShape:
    """Take a link back: the FAQ loses the phrasings it got, in a new version."""
    return _undo(request, session, staff, candidate_id, revision, DecisionKind.LINKED)


@router.delete("/{candidate_id}/rejection")
def undo_rejection(
    request: Request, session: Transaction, staff: Editor, candidate_id: int, revision: int
) -> CandidateShape:
    """Take a rejection back."""
    return _undo(request, session, staff, candidate_id, revision, DecisionKind.REJECTED)


def _undo(
    request: Request, session: Session, staff: Editor, candidate_id: int, revision: int, only: DecisionKind
) -> CandidateShape:
    undo_standing(
        session,
        house_of(request),
        candidate_id,
        revision=revision,
        by=staff.staff.id,
        note="Link undone",
        only=only,
    )
    return _now(session, candidate_id)


def _desk(request: Request, session: Session, row: Row) -> Desk:
    return lay_out(session, row.cluster, answers_of(request.app), house_of(request).embedder.model_id)


def _now(session: Session, candidate_id: int) -> CandidateShape:
    return CandidateShape(**shape(candidate_for(session, candidate_id)))
