"""The page of canned replies: add, change, delete, and take back."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.access import Agent
from api.database import Transaction
from api.errors import Problem
from api.house import house_of
from api.inbox import canned
from api.inbox.canned import Wanted
from api.web.problems import sentence
from api.web.render import page

router = APIRouter(prefix="/canned", include_in_schema=False)
HOME = "/staff/inbox/canned"
Shortcut = Annotated[str, Form()]
Text = Annotated[str, Form()]


@router.get("")
def list_canned(request: Request, session: Transaction, staff: Agent, q: str = "") -> HTMLResponse:
    """List the canned replies, with a form for a new one."""
    return _page(request, session, q=q)


@router.post("")
def add(
    request: Request,
    session: Transaction,
    staff: Agent,
    shortcut: Shortcut = "",
    text_ja: Text = "",
    text_en: Text = "",
) -> Response:
    """Add one; taking back a deletion is the same."""
    wanted = Wanted(shortcut=shortcut, text_ja=text_ja, text_en=text_en)
    try:
        canned.add_canned_reply(session, wanted, by=staff.staff_id, now=house_of(request).clock())
    except Problem as problem:
        return _page(request, session, form=wanted, wrong=problem)
    return RedirectResponse(HOME, 303)


@router.get("/{reply_id}")
def edit(request: Request, session: Transaction, staff: Agent, reply_id: int) -> HTMLResponse:
    """Show the form of one."""
    form = canned.wanted_of(canned.canned_reply_for(session, reply_id))
    return _page(request, session, form=form, editing=reply_id)


@router.post("/{reply_id}")
def change(
    request: Request,
    session: Transaction,
    staff: Agent,
    reply_id: int,
    shortcut: Shortcut = "",
    text_ja: Text = "",
    text_en: Text = "",
) -> Response:
    """Change one; the answer offers what it was."""
    wanted = Wanted(shortcut=shortcut, text_ja=text_ja, text_en=text_en)
    try:
        before = canned.change_canned_reply(session, reply_id, wanted, now=house_of(request).clock())
    except canned.NoSuchCannedReply:
        raise
    except Problem as problem:
        return _page(request, session, form=wanted, editing=reply_id, wrong=problem)
    return _page(request, session, undo=before, undo_to=f"{HOME}/{reply_id}")


@router.post("/{reply_id}/deletion")
def delete(request: Request, session: Transaction, staff: Agent, reply_id: int) -> HTMLResponse:
    """Delete one; the answer offers to take it back."""
    return _page(request, session, undo=canned.delete_canned_reply(session, reply_id), undo_to=HOME)


def _page(
    request: Request,
    session: Session,
    *,
    q: str = "",
    form: Wanted | None = None,
    editing: int | None = None,
    wrong: Problem | None = None,
    undo: Wanted | None = None,
    undo_to: str = "",
) -> HTMLResponse:
    return page(
        request,
        "inbox/canned.html",
        status=wrong.status if wrong else 200,
        replies=canned.canned_replies(session, q),
        q=q,
        form=form or Wanted(shortcut=""),
        editing=editing,
        wrong=sentence(request, wrong) if wrong else None,
        undo=undo,
        undo_to=undo_to,
    )
