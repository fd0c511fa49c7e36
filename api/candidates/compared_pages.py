"""Is it one of the FAQs? The difference, fetched once the candidate's page is there, or opened alone."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import Agent
from api.answers.serving import answers_of
from api.candidates.compared import compared
from api.candidates.desk import lay_out
from api.candidates.store import candidate_for
from api.database import Transaction
from api.faqs.pages import safe_html
from api.house import house_of
from api.web.render import page

router = APIRouter(prefix="/staff/candidates/{candidate_id:int}/faqs", include_in_schema=False)


@router.get("")
def show(request: Request, session: Transaction, staff: Agent, candidate_id: int) -> HTMLResponse:
    """Show the FAQs nearest to a candidate, and what each shares with it and lacks."""
    row, answers = candidate_for(session, candidate_id), answers_of(request.app)
    model_id = house_of(request).embedder.model_id
    desk = lay_out(session, row.cluster, answers, model_id)
    return page(
        request,
        "candidates/compared.html",
        row=row,
        evidence=desk.evidence,
        compared=compared(session, row.cluster, desk, answers, model_id),
        html=safe_html,
    )
