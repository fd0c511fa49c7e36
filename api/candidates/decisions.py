"""The forms of the review desk: approve, link, reject; and undo of whatever was decided."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from api.access import Editor
from api.candidates.desk import chosen_wordings
from api.candidates.kept import Typed
from api.candidates.models import RejectKind
from api.candidates.pages import refused
from api.candidates.review import approve, link, reject
from api.candidates.store import candidate_for
from api.candidates.undoing import undo_standing
from api.database import Transaction
from api.errors import Conflict, Invalid
from api.faqs.forms import FaqForm
from api.faqs.waiting import public_part
from api.house import house_of
from api.second_look.looking import SecondLookNeeded, look_twice
from api.web.render import language_of_page
from api.web.texts import translate

router = APIRouter(prefix="/staff/candidates/{candidate_id}", include_in_schema=False)
Revision = Annotated[int, Form()]
Ticked = Annotated[list[int] | None, Form()]


class FaqNotChosen(Invalid):
    """Choose the FAQ that answers this."""


class ApprovalForm(FaqForm):
    """The question and answer of the new FAQ, and which members become its phrasings."""

    revision: int
    phrasing: list[int] = Field(default_factory=list)


@router.post("/approval")
def approval(
    request: Request,
    session: Transaction,
    staff: Editor,
    candidate_id: int,
    form: Annotated[ApprovalForm, Form()],
) -> Response:
    """Publish an FAQ from the candidate."""
    row = candidate_for(session, candidate_id)
    try:
        draft = replace(form.draft(), phrasings=chosen_wordings(session, row.cluster, form.phrasing))
        look_twice(request, session, public_part(draft))
        approve(
            session, candidate_id, revision=form.revision, draft=draft,
            by=staff.staff.id, now=house_of(request).clock(), note=_note(request, "approved_note"),
        )  # fmt: skip
    except SecondLookNeeded:
        raise
    except (Invalid, Conflict) as problem:
        typed = Typed(form=form, ticked=frozenset(form.phrasing))
        return refused(request, session, candidate_id, problem, typed)
    return _to_list(candidate_id)


@router.post("/link")
def link_to_faq(
    request: Request,
    session: Transaction,
    staff: Editor,
    candidate_id: int,
    revision: Revision,
    faq_id: Annotated[str, Form()] = "",
    other_faq_id: Annotated[str, Form()] = "",
    this_faq_id: Annotated[str, Form()] = "",
    phrasing: Ticked = None,
) -> Response:
    """Say that an FAQ answers it already; the FAQ learns the ticked phrasings."""
    row = candidate_for(session, candidate_id)
    chosen = this_faq_id or other_faq_id or faq_id
    try:
        if not chosen.isdecimal():
            raise FaqNotChosen
        link(
            session, candidate_id, revision=revision, faq_id=int(chosen),
            wordings=chosen_wordings(session, row.cluster, phrasing or ()),
            by=staff.staff.id, now=house_of(request).clock(), note=_note(request, "linked_note"),
        )  # fmt: skip
    except (Invalid, Conflict) as problem:
        return refused(request, session, candidate_id, problem)
    return _to_list(candidate_id)


@router.post("/rejection")
def rejection(
    request: Request,
    session: Transaction,
    staff: Editor,
    candidate_id: int,
    revision: Revision,
    reason: Annotated[str, Form()] = "",
    kind: Annotated[RejectKind, Form()] = RejectKind.OTHER,
    tell: Annotated[str, Form()] = "",
) -> Response:
    """Say that it should not become an FAQ."""
    try:
        reject(
            session, candidate_id, revision=revision, reason=reason, kind=kind, tell=tell,
            by=staff.staff.id, now=house_of(request).clock(),
        )  # fmt: skip
    except (Invalid, Conflict) as problem:
        typed = Typed(kind=kind, reason=reason, tell=tell)
        return refused(request, session, candidate_id, problem, typed)
    return _to_list(candidate_id)


@router.post("/undo")
def undo_decision(
    request: Request, session: Transaction, staff: Editor, candidate_id: int, revision: Revision
) -> Response:
    """Take back the newest decision that stands."""
    try:
        undo_standing(
            session, house_of(request), candidate_id,
            revision=revision, by=staff.staff.id, note=_note(request, "undone_note"),
        )  # fmt: skip
    except Conflict as problem:
        return refused(request, session, candidate_id, problem)
    return RedirectResponse(f"/staff/candidates/{candidate_id}", 303)


def _note(request: Request, key: str) -> str:
    return translate(language_of_page(request), f"candidates.{key}")


def _to_list(candidate_id: int) -> RedirectResponse:
    return RedirectResponse(f"/staff/candidates?decided={candidate_id}", 303)
