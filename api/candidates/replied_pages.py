"""Opening a candidate from an agent's reply: the button in the inbox, the page it leads to, and JSON."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field

from api.access import Agent
from api.answers.serving import answers_of
from api.candidates.desk import lay_out
from api.candidates.kept import Typed
from api.candidates.pages import candidate_page
from api.candidates.replied import draft_of_reply, open_candidate, reply_for
from api.candidates.store import candidate_for
from api.database import Transaction
from api.faqs.forms import form_of
from api.house import house_of

router = APIRouter(tags=["candidates"])
PAGES = "/staff/candidates"


class Replied(BaseModel):
    """The agent's message that answered a question no FAQ answers."""

    message_id: Annotated[int, Field(examples=[71])]


class Opened(BaseModel):
    """The candidate that shows the reply as its draft."""

    candidate_id: int


@router.post(PAGES + "/replied/{message_id}", include_in_schema=False)
def open_from_reply(
    request: Request, session: Transaction, staff: Agent, message_id: int
) -> RedirectResponse:
    """Open the candidate and show it with the reply as its draft."""
    candidate = open_candidate(session, house_of(request), message_id)
    return RedirectResponse(f"{PAGES}/{candidate.id}/replied/{message_id}", 303)


@router.get(PAGES + "/{candidate_id}/replied/{message_id}", include_in_schema=False)
def show_with_reply(
    request: Request, session: Transaction, staff: Agent, candidate_id: int, message_id: int
) -> HTMLResponse:
    """Show a candidate with an agent's reply as its draft."""
    row, reply = candidate_for(session, candidate_id), reply_for(session, message_id)
    model_id = house_of(request).embedder.model_id
    desk = lay_out(session, row.cluster, answers_of(request.app), model_id)
    form = form_of(draft_of_reply(desk, row.cluster, reply))
    return candidate_page(request, session, row, typed=Typed(form=form))


@router.post("/api/candidates/replied", status_code=201)
def open_candidate_from_reply(
    request: Request, session: Transaction, staff: Agent, replied: Replied
) -> Opened:
    """Open a candidate from an agent's reply. An editor decides on it."""
    return Opened(candidate_id=open_candidate(session, house_of(request), replied.message_id).id)
