"""The page "answer precision": what is promised, on what evidence, and how to roll it back."""

from typing import Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.access import Agent, Manager
from api.answers import calibration_store as store
from api.answers.calibration_compare import only_suggests_for, side_by_side
from api.answers.calibration_diagram import reliability_diagram
from api.answers.calibration_share import ENOUGH, expected_share
from api.answers.serving import answers_of
from api.database import Transaction
from api.house import house_of
from api.web.render import page
from faq_clustering.answering.bound import LEAST

router = APIRouter(prefix="/staff/answers/calibration", include_in_schema=False)


@router.get("")
def calibration(
    request: Request,
    session: Transaction,
    staff: Agent,
    one: int | None = None,
    other: int | None = None,
    pinned: int | None = None,
    unpinned: int | None = None,
) -> HTMLResponse:
    """Show the promise in use, its evidence, and past calibrations; two of them side by side."""
    past = store.kept_calibrations(session)
    active = next((kept for kept in past if kept.row.active), None)
    if active is None:
        # A pinned one may be older than those listed.
        row = store.active_calibration(session)
        active = store.kept_for(session, row.id) if row else None
    compared = None
    if one is not None and other is not None:
        pair = store.calibration_for(session, one), store.calibration_for(session, other)
        compared = (*pair, side_by_side(*pair))
    return page(
        request,
        "answers/calibration.html",
        active=active,
        past=past,
        diagram=reliability_diagram(active.row.reliability) if active else None,
        only_suggests_for=only_suggests_for,
        needed=LEAST,
        share=expected_share(session, house_of(request).clock()),
        enough=ENOUGH,
        version=answers_of(request.app).version,
        compared=compared,
        pinned=store.kept_for(session, pinned) if pinned is not None else None,
        unpinned=store.kept_for(session, unpinned) if unpinned is not None else None,
    )


@router.post("/{calibration_id}/{verdict}")
def decide(
    request: Request,
    session: Transaction,
    staff: Manager,
    calibration_id: int,
    verdict: Literal["pin", "unpin"],
) -> RedirectResponse:
    """Pin a calibration, or unpin it."""
    if verdict == "pin":
        store.pin(session, calibration_id, by=staff.staff.id, now=house_of(request).clock())
    else:
        store.unpin(session, calibration_id)
    return RedirectResponse(f"/staff/answers/calibration?{urlencode({f'{verdict}ned': calibration_id})}", 303)
