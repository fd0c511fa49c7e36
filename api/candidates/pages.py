"""The review desk: the list of candidates and the page of one."""

from importlib import import_module
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.access import Agent, Editor
from api.answers.serving import answers_of
from api.candidates import map_pages, store
from api.candidates.desk import lay_out
from api.candidates.models import DecisionKind, State
from api.candidates.news import alike_topics, by_kind, division_of, last_news
from api.candidates.sparkline import HEIGHT, WIDTH, bars, tightness_word, trend_word
from api.candidates.standing import standing
from api.candidates.store import Row
from api.database import Transaction
from api.errors import Unavailable
from api.faqs.forms import FaqForm, form_of
from api.house import house_of
from api.web.render import page

router = APIRouter(prefix="/staff/candidates", include_in_schema=False)
router.include_router(map_pages.pages)
STATES = (*State, "all")
DRAWING: dict[str, Any] = {
    "bars": bars, "chart_width": WIDTH, "chart_height": HEIGHT,
    "trend_word": trend_word, "tightness_word": tightness_word,
}  # fmt: skip


class ClusteringNotSetUp(Unavailable):
    """Clustering cannot be started from here. Run `madoguchi cluster` instead."""


@router.get("")
def candidate_list(
    request: Request,
    session: Transaction,
    staff: Agent,
    q: str = "",
    state: str = State.OPEN,
    lang: str = "",
    decided: int | None = None,
    started: bool = False,
) -> HTMLResponse:
    """List the candidates, the largest impact first."""
    state = state if state in STATES else State.OPEN
    news = last_news(session)
    return page(
        request,
        "candidates/list.html",
        rows=store.search_candidates(session, query=q, state=state, language=lang),
        q=q,
        state=state,
        lang=lang,
        states=STATES,
        last_run=store.last_run(session),
        news=by_kind(news),
        change_of={one.topic.candidate_id: one for one in news},
        decided=store.candidate_for(session, decided) if decided else None,
        started=started,
        **DRAWING,
    )


@router.post("/run")
def run_clustering(request: Request, staff: Editor) -> RedirectResponse:
    """Ask the worker for a clustering run."""
    try:
        jobs = import_module("api.jobs")
    except ModuleNotFoundError as error:
        raise ClusteringNotSetUp from error
    jobs.defer_clustering(house_of(request))
    return RedirectResponse("/staff/candidates?started=true", 303)


@router.get("/{candidate_id}")
def candidate(
    request: Request, session: Transaction, staff: Agent, candidate_id: int, did: str = ""
) -> HTMLResponse:
    """Show the evidence of one candidate and the ways to decide; `did` is what was just done."""
    return candidate_page(request, session, store.candidate_for(session, candidate_id), did=did)


def candidate_page(
    request: Request,
    session: Transaction,
    row: Row,
    *,
    form: FaqForm | None = None,
    ticked: set[int] | None = None,
    wrong: str | None = None,
    did: str = "",
) -> HTMLResponse:
    """Render one candidate; `form`, `ticked` and `wrong` bring back what could not be saved."""
    desk = lay_out(session, row.cluster, answers_of(request.app), house_of(request).embedder.model_id)
    context: dict[str, Any] = {
        "row": row,
        "evidence": desk.evidence,
        "faqs": desk.faqs,
        "form": form or form_of(desk.draft),
        "ticked": ticked,
        "wrong": wrong,
        "suggested": form is None and bool(desk.evidence.replies),
        "history": store.history_of(session, row.candidate.id),
        "change": next(
            (one for one in last_news(session) if one.topic.candidate_id == row.candidate.id), None
        ),
        "alike": alike_topics(session, row.cluster.id),
        "division": division_of(session, row.cluster.id),
        **standing(session, house_of(request), row, desk.evidence.centre),
        "did": did if did in set(DecisionKind) else "",
    }
    return page(request, "candidates/candidate.html", status=422 if wrong else 200, **context, **DRAWING)
