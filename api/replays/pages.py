"""Replays for people: start one with or without its progress, look at it, go back, look twice."""

import asyncio
import json
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from fastapi.sse import format_sse_event
from sqlalchemy.orm import Session

from api.access import Editor
from api.candidates import kept
from api.candidates.pages import candidate_page
from api.candidates.store import candidate_for
from api.database import Transaction, transaction
from api.errors import Problem
from api.faqs.pages import form_page
from api.house import house_of
from api.replays.drafting import ReplayForm, drafted
from api.replays.looking import look_at
from api.replays.recording import at_once, recorded
from api.replays.replaying import replays_of
from api.replays.store import replay_for
from api.second_look.looking import PRESSED, SecondLookNeeded
from api.second_look.models import Replay
from api.web.problems import problem_response, sentence
from api.web.render import page, wants_html

router = APIRouter(prefix="/staff/replays", include_in_schema=False)
Typed = Annotated[ReplayForm, Form()]


@router.post("")
def start(
    request: Request,
    session: Transaction,
    staff: Editor,
    form: Typed,
    candidate: int | None = None,
    faq: int | None = None,
) -> RedirectResponse:
    """Replay a draft and show what was found, all in one request."""
    draft = drafted(session, form, candidate=candidate, faq=faq)
    replay_id, _ = at_once(house_of(request), replays_of(request.app), draft, form, by=staff.staff_id)
    return RedirectResponse(f"/staff/replays/{replay_id}", 303)


@router.post("/stream")
def start_with_progress(
    request: Request,
    session: Transaction,
    staff: Editor,
    form: Typed,
    candidate: int | None = None,
    faq: int | None = None,
) -> StreamingResponse:
    """Replay a draft as a stream: `progress` (done, every), then `done` (id) or `failed` (sentence)."""
    draft = drafted(session, form, candidate=candidate, faq=faq)
    steps = recorded(house_of(request), replays_of(request.app), draft, form, by=staff.staff_id)

    def events() -> Iterator[bytes]:
        try:
            while True:
                step = next(steps)
                yield _event("progress", done=step.done, every=step.every)
        except StopIteration as end:
            yield _event("done", id=end.value[0])
        except Problem as problem:
            yield _event("failed", sentence=sentence(request, problem))

    return StreamingResponse(events(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


@router.get("/{replay_id}")
def show(request: Request, session: Transaction, staff: Editor, replay_id: int) -> HTMLResponse:
    """Show what a replay found; to a script only that."""
    replay = replay_for(session, replay_id)
    part = request.headers.get("hx-request")
    template = "replays/_result.html" if part else "replays/replay.html"
    return page(request, template, looked=look_at(session, replay, house_of(request).settings))


@router.get("/{replay_id}/draft")
def back_to_draft(request: Request, session: Transaction, staff: Editor, replay_id: int) -> HTMLResponse:
    """Show the form again with what was replayed."""
    return _draft_page(request, session, replay_for(session, replay_id))


async def ask_for_second_look(request: Request, problem: Exception) -> Response:
    """Show what the replay found, with the form that was sent: pressing again publishes it."""
    assert isinstance(problem, SecondLookNeeded)
    if not wants_html(request) or request.headers.get("hx-request"):
        return problem_response(request, problem)
    # It was read already to get here, so this waits for nothing.
    sent = [(name, value) for name, value in (await request.form()).multi_items() if isinstance(value, str)]
    return await asyncio.to_thread(_second_look, request, problem, sent)


def _second_look(request: Request, problem: SecondLookNeeded, sent: list[tuple[str, str]]) -> Response:
    house = house_of(request)
    with transaction(house.sessions) as session:
        replay = replay_for(session, int(str(problem.extra["replay_id"])))
        return page(
            request,
            "replays/second_look.html",
            status=problem.status,
            looked=look_at(session, replay, house.settings),
            sent=sent,
            again=f"{request.url.path}?{PRESSED}={problem.extra['again']}",
        )


def _draft_page(request: Request, session: Session, replay: Replay) -> HTMLResponse:
    form = ReplayForm.model_validate(replay.form)
    if replay.candidate_id is not None:
        row = candidate_for(session, replay.candidate_id)
        return candidate_page(
            request, session, row, typed=kept.Typed(form=form, ticked=frozenset(form.phrasing))
        )
    return form_page(request, session, form, replay.faq_id)


def _event(name: str, **data: Any) -> bytes:
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False))
