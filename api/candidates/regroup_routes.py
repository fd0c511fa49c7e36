"""Merge, split, removal, move and snooze in JSON; DELETE takes each back."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session

from api.access import Agent, Editor
from api.candidates import regrouping
from api.candidates.models import DecisionKind
from api.candidates.previews import preview_merge, preview_split
from api.candidates.regroup_shapes import (
    Merge,
    MergePreview,
    Move,
    PartShape,
    Removal,
    Snooze,
    Split,
    merge_preview,
    part_shape,
)
from api.candidates.shapes import CandidateShape, shape
from api.candidates.snoozing import snooze
from api.candidates.store import candidate_for
from api.candidates.undoing import undo_standing
from api.database import Transaction
from api.house import house_of

router = APIRouter(prefix="/api/candidates/{candidate_id}", tags=["candidates"])
Ids = Annotated[list[int], Query()]


@router.get("/merge")
def read_merge(
    request: Request, session: Transaction, staff: Agent, candidate_id: int, other: Ids
) -> MergePreview:
    """See what a merge with other candidates would make."""
    return merge_preview(
        preview_merge(session, house_of(request), candidate_for(session, candidate_id), other)
    )


@router.post("/merge", status_code=201)
def merge(
    request: Request, session: Transaction, staff: Editor, candidate_id: int, body: Merge
) -> CandidateShape:
    """Say that other candidates are the same topic. Later runs keep them together."""
    others = {one.candidate_id: one.revision for one in body.others}
    regrouping.merge(
        session, house_of(request), candidate_id,
        revision=body.revision, others=others, by=staff.staff.id,
    )  # fmt: skip
    return _now(session, candidate_id)


@router.get("/split")
def read_split(
    request: Request, session: Transaction, staff: Agent, candidate_id: int, inquiry: Ids | None = None
) -> list[PartShape]:
    """See the parts of a split: by these inquiries, or as the last run offers. The first part stays."""
    row = candidate_for(session, candidate_id)
    return [part_shape(part) for part in preview_split(session, house_of(request), row, inquiry or [])]


@router.post("/split", status_code=201)
def split(
    request: Request, session: Transaction, staff: Editor, candidate_id: int, body: Split
) -> list[CandidateShape]:
    """Say that a candidate is several topics. Later runs keep them apart. The first is the one that was."""
    decision = regrouping.split(
        session, house_of(request), candidate_id,
        revision=body.revision, parts=body.parts, by=staff.staff.id,
    )  # fmt: skip
    return [_now(session, id_) for id_ in (candidate_id, *decision.payload["candidates"])]


@router.post("/removal", status_code=201)
def remove(
    request: Request, session: Transaction, staff: Editor, candidate_id: int, body: Removal
) -> CandidateShape:
    """Say that inquiries do not belong here. Later runs do not bring them back."""
    regrouping.take_out(
        session, house_of(request), candidate_id,
        revision=body.revision, inquiry_ids=body.inquiry_ids, by=staff.staff.id,
    )  # fmt: skip
    return _now(session, candidate_id)


@router.post("/move", status_code=201)
def move(
    request: Request, session: Transaction, staff: Editor, candidate_id: int, body: Move
) -> CandidateShape:
    """Say that inquiries belong to another candidate. Later runs keep them there."""
    regrouping.move(
        session, house_of(request), candidate_id,
        revision=body.revision, inquiry_ids=body.inquiry_ids,
        to=(body.to.candidate_id, body.to.revision), by=staff.staff.id,
    )  # fmt: skip
    return _now(session, candidate_id)


@router.post("/snooze", status_code=201)
def sleep(
    request: Request, session: Transaction, staff: Editor, candidate_id: int, body: Snooze
) -> CandidateShape:
    """Let a candidate leave the open list until a time, or until it has grown."""
    snooze(
        session, candidate_id, revision=body.revision, until=body.until, grows_by=body.grows_by,
        by=staff.staff.id, now=house_of(request).clock(),
    )  # fmt: skip
    return _now(session, candidate_id)


@router.delete("/merge")
def undo_merge(
    request: Request, session: Transaction, staff: Editor, candidate_id: int, revision: int
) -> CandidateShape:
    """Take a merge back: the inquiries go back, the candidates are open again."""
    return _undo(request, session, staff, candidate_id, revision, DecisionKind.MERGED)


@router.delete("/split")
def undo_split(
    request: Request, session: Transaction, staff: Editor, candidate_id: int, revision: int
) -> CandidateShape:
    """Take a split back: the inquiries of all parts are one candidate again."""
    return _undo(request, session, staff, candidate_id, revision, DecisionKind.SPLIT)


@router.delete("/removal")
def undo_removal(
    request: Request, session: Transaction, staff: Editor, candidate_id: int, revision: int
) -> CandidateShape:
    """Take a removal back: the inquiries are here again."""
    return _undo(request, session, staff, candidate_id, revision, DecisionKind.REMOVED)


@router.delete("/move")
def undo_move(
    request: Request, session: Transaction, staff: Editor, candidate_id: int, revision: int
) -> CandidateShape:
    """Take a move back."""
    return _undo(request, session, staff, candidate_id, revision, DecisionKind.MOVED)


@router.delete("/snooze")
def wake(
    request: Request, session: Transaction, staff: Editor, candidate_id: int, revision: int
) -> CandidateShape:
    """Wake a candidate."""
    return _undo(request, session, staff, candidate_id, revision, DecisionKind.SNOOZED)


def _undo(
    request: Request, session: Session, staff: Editor, candidate_id: int, revision: int, only: DecisionKind
) -> CandidateShape:
    undo_standing(
        session, house_of(request), candidate_id,
        revision=revision, by=staff.staff.id, note="", only=only,
    )  # fmt: skip
    return _now(session, candidate_id)


def _now(session: Session, candidate_id: int) -> CandidateShape:
    return CandidateShape(**shape(candidate_for(session, candidate_id)))
