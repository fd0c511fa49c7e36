"""The page "improve the answers" and its forms."""

from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.access import Agent, Editor
from api.answers.content import answer_in
from api.database import Transaction
from api.faqs.store import published
from api.house import house_of
from api.improving import deciding
from api.improving.desk import competing_now, misleading_now, proposed
from api.improving.models import State
from api.improving.store import decided_for, removal_for
from api.web.render import language_of_page, page
from api.web.texts import translate

router = APIRouter(prefix="/staff/answers/improve", include_in_schema=False)
TABS = ("proposals", "phrasings", "pairs")
Query = Annotated[str, Form()]


@router.get("")
def improve(
    request: Request,
    session: Transaction,
    staff: Agent,
    show: str = "proposals",
    state: str = State.OPEN,
    q: str = "",
    done: int | None = None,
    removed: int | None = None,
) -> HTMLResponse:
    """Show what customers' questions propose, which phrasings mislead, or which FAQs compete."""
    show = show if show in TABS else "proposals"
    state = State(state) if state in list(State) else State.OPEN
    versions, language = published(session), language_of_page(request)
    rows: list[Any] = []
    match show:
        case "proposals":
            rows = [*proposed(session, state, versions, query=q)]
        case "phrasings":
            rows = [*misleading_now(session, versions)]
        case "pairs":
            rows = [*competing_now(session, house_of(request).embedder, versions)]
    return page(
        request,
        "improving/improve.html",
        tabs=TABS,
        show=show,
        state=state,
        states=list(State),
        q=q,
        rows=rows,
        faqs={version.faq_id: answer_in(version, language) for version in versions},
        done=decided_for(session, done) if done is not None else None,
        removed=removal_for(session, removed) if removed is not None else None,
    )


@router.post("/proposals/{proposal_id}/{verdict}")
def decide(
    request: Request,
    session: Transaction,
    staff: Editor,
    proposal_id: int,
    verdict: Literal["acceptance", "dismissal", "undo"],
    q: Query = "",
) -> RedirectResponse:
    """Accept or dismiss a proposal, or take that back."""
    now, by = house_of(request).clock(), staff.staff.id
    match verdict:
        case "acceptance":
            deciding.accept(session, proposal_id, by=by, now=now, note=_note(request, "accepted_note"))
        case "dismissal":
            deciding.dismiss(session, proposal_id, by=by, now=now)
        case "undo":
            deciding.undo(session, proposal_id, by=by, now=now, note=_note(request, "undone_note"))
    return _to(show="proposals", q=q, done=proposal_id)


@router.post("/removals")
def remove(
    request: Request,
    session: Transaction,
    staff: Editor,
    faq_id: Annotated[int, Form()],
    text: Annotated[str, Form()],
) -> RedirectResponse:
    """Take a phrasing away from an FAQ."""
    now, note = house_of(request).clock(), _note(request, "removed_note")
    removal = deciding.remove(session, faq_id, text, by=staff.staff.id, now=now, note=note)
    return _to(show="phrasings", removed=removal.id)


@router.post("/removals/{removal_id}/undo")
def undo_removal(request: Request, session: Transaction, staff: Editor, removal_id: int) -> RedirectResponse:
    """Bring a removed phrasing back."""
    now, note = house_of(request).clock(), _note(request, "returned_note")
    deciding.undo_removal(session, removal_id, by=staff.staff.id, now=now, note=note)
    return _to(show="phrasings", removed=removal_id)


def _note(request: Request, key: str) -> str:
    return translate(language_of_page(request), f"improving.{key}")


def _to(**where: object) -> RedirectResponse:
    kept = {key: value for key, value in where.items() if value != ""}
    return RedirectResponse(f"/staff/answers/improve?{urlencode(kept)}", 303)
