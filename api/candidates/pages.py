"""The review desk: the list of candidates and the page of one."""

from importlib import import_module
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.access import Agent, Editor
from api.answers.serving import answers_of
from api.candidates import map_pages, store
from api.candidates.compared import nearest
from api.candidates.desk import lay_out
from api.candidates.in_work_store import at_work_on, give_back
from api.candidates.kept import Typed, kept_words
from api.candidates.model_prompt import drafting_of
from api.candidates.models import DecisionKind
from api.candidates.news import alike_topics, by_kind, division_of, last_news
from api.candidates.queue import SORTS, STATES, read_queue
from api.candidates.queue_store import page_of, place_of, rows_of
from api.candidates.reviewing import COOKIE, is_id, queue_seen, surroundings, what_was_done
from api.candidates.sparkline import HEIGHT, WIDTH, bars, tightness_word, trend_word
from api.candidates.standing import standing
from api.candidates.store import Row
from api.candidates.tally_store import tallies_of
from api.candidates.views_store import views_of
from api.database import Transaction
from api.errors import Problem, Unavailable
from api.faqs.forms import form_of
from api.house import house_of
from api.web.problems import sentence
from api.web.render import page

router = APIRouter(prefix="/staff/candidates", include_in_schema=False)
router.include_router(map_pages.pages)
DRAWING: dict[str, Any] = {
    "bars": bars, "chart_width": WIDTH, "chart_height": HEIGHT,
    "trend_word": trend_word, "tightness_word": tightness_word,
}  # fmt: skip


class ClusteringNotSetUp(Unavailable):
    """Clustering cannot be started from here. Run `madoguchi cluster` instead."""


@router.get("")
def candidate_list(
    request: Request, session: Transaction, staff: Agent, started: bool = False, decided: str = ""
) -> Response:
    """List the queue; after a decision, go on to the candidate that comes next in it."""
    queue, now, by = read_queue(request.query_params), house_of(request).clock(), staff.staff.id
    done = rows_of(session, [int(decided)]) if is_id(decided) else []
    if done:
        queue = queue_seen(request)
        give_back(session, [done[0].candidate.id], by=by)
        after = place_of(session, queue, done[0], staff_id=by, now=now).after
        if after is not None:
            return RedirectResponse(f"/staff/candidates/{after}?decided={decided}", 303)
    shown, news = page_of(session, queue, staff_id=by, now=now), last_news(session)
    answer = page(
        request,
        "candidates/list.html",
        queue=queue,
        shown=shown,
        states=STATES,
        sorts=SORTS,
        tallies=tallies_of(session, [row.cluster.id for row in shown.rows]),
        working=at_work_on(session, [row.candidate.id for row in shown.rows], now=now),
        views=views_of(session, by),
        last_run=store.last_run(session),
        news=by_kind(news),
        change_of={one.topic.candidate_id: one for one in news},
        decided=done[0] if done else None,
        bulk=what_was_done(request, session),
        deleted=request.query_params.get("deleted", ""),
        started=started,
        **DRAWING,
    )
    answer.set_cookie(COOKIE, queue.at(shown.number).address, path="/staff", httponly=True, samesite="lax")
    return answer


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
    typed: Typed | None = None,
    wrong: Problem | None = None,
    did: str = "",
) -> HTMLResponse:
    """Render one candidate; `typed` and `wrong` bring back what could not be saved, and why."""
    typed = typed or Typed()
    desk = lay_out(session, row.cluster, answers_of(request.app), house_of(request).embedder.model_id)
    context: dict[str, Any] = {
        "row": row,
        "evidence": desk.evidence,
        "faqs": desk.faqs,
        "likely": nearest(desk),
        "form": typed.form or form_of(desk.draft),
        "typed": typed,
        "kept": kept_words(session, row, typed),
        "wrong": sentence(request, wrong) if wrong else None,
        "model": drafting_of(house_of(request).settings, desk.evidence, row.cluster.language),
        "suggested": typed.form is None and bool(desk.evidence.replies),
        "history": store.history_of(session, row.candidate.id),
        "change": next(
            (one for one in last_news(session) if one.topic.candidate_id == row.candidate.id), None
        ),
        "alike": alike_topics(session, row.cluster.id),
        "division": division_of(session, row.cluster.id),
        **standing(session, house_of(request), row, desk.evidence.centre),
        "did": did if did in set(DecisionKind) else "",
        **surroundings(request, session, row),
    }
    return page(
        request, "candidates/candidate.html", status=wrong.status if wrong else 200, **context, **DRAWING
    )


def refused(
    request: Request, session: Session, candidate_id: int, why: Problem, typed: Typed | None = None
) -> HTMLResponse:
    """Save nothing, say why, and show the candidate as it is now with what was typed."""
    session.rollback()
    return candidate_page(
        request, session, store.candidate_for(session, candidate_id), typed=typed, wrong=why
    )
