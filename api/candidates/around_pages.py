"""Where on the map a candidate lies: fetched once its page is there, or opened as a page of its own."""

import numpy as np
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import Agent
from api.candidates.around import HEIGHT, WIDTH, around
from api.candidates.around_store import places_by_candidate, topics_of
from api.candidates.findings_store import map_of_run
from api.candidates.store import candidate_for
from api.database import Transaction
from api.web.render import page

router = APIRouter(prefix="/staff/candidates/{candidate_id:int}/around", include_in_schema=False)


@router.get("")
def show(request: Request, session: Transaction, staff: Agent, candidate_id: int) -> HTMLResponse:
    """Draw the part of the map around a candidate and name what lies next to it."""
    row, run_id = candidate_for(session, candidate_id), map_of_run(session)
    found = None
    if run_id is not None:
        owners, places = places_by_candidate(session, run_id)
        found = around(candidate_id, owners, np.array(places, np.float32).reshape(-1, 2))
    return page(
        request,
        "candidates/around.html",
        row=row,
        has_map=run_id is not None,
        around=found,
        topics=topics_of(session, [near.candidate_id for near in found.near]) if found else {},
        width=WIDTH,
        height=HEIGHT,
    )
