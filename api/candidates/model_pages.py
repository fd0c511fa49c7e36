"""The button that has a model draft a candidate's question and answer. Nothing is saved by it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from api.access import Editor
from api.answers.serving import answers_of
from api.candidates.decisions import ApprovalForm
from api.candidates.desk import lay_out
from api.candidates.kept import Typed
from api.candidates.model_asking import ModelFailed, ask_for_draft
from api.candidates.model_prompt import request_for
from api.candidates.pages import candidate_page
from api.candidates.store import candidate_for
from api.database import Transaction
from api.house import house_of

router = APIRouter(prefix="/staff/candidates/{candidate_id:int}/model-draft", include_in_schema=False)


@router.post("")
def write(
    request: Request,
    session: Transaction,
    staff: Editor,
    candidate_id: int,
    form: Annotated[ApprovalForm, Form()],
    write_in: Annotated[Literal["ja", "en"], Form()],
) -> HTMLResponse:
    """Ask the model for a draft in one language and show it in the form, marked as the model's."""
    house, row = house_of(request), candidate_for(session, candidate_id)
    desk = lay_out(session, row.cluster, answers_of(request.app), house.embedder.model_id)
    asked = request_for(desk.evidence, write_in)
    # A model takes its time: no connection is kept from others meanwhile.
    session.commit()
    wrong: ModelFailed | None = None
    try:
        written = ask_for_draft(house.settings, asked)
        words = {f"question_{write_in}": written.question, f"answer_{write_in}": written.answer}
        form = form.model_copy(update=words).marked(write_in, house.settings.drafting_model)
    except ModelFailed as problem:
        wrong = problem
    return candidate_page(
        request, session, row, typed=Typed(form=form, ticked=frozenset(form.phrasing)), wrong=wrong
    )
