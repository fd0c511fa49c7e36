"""The editor of the stage weights: its numbers, who would move in the queue, its versions."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.access import Manager
from api.database import Transaction
from api.errors import Invalid
from api.house import house_of
from api.success.queue.making import basis_of
from api.success.queue.worth import STAGES
from api.success.weights import store
from api.success.weights.weighing import (
    LONGEST,
    Shift,
    WeightsUnchanged,
    WeightsWhyMissing,
    read_weights,
    shifts,
)
from api.web.problems import sentence
from api.web.render import language_of_page, page
from api.web.texts import translate

router = APIRouter(prefix="/staff/success/score/weights")
HERE = "/staff/success/score/weights"


async def written_in(request: Request) -> dict[str, str]:
    """Return the form's fields."""
    return {name: str(value).strip() for name, value in (await request.form()).items()}


Written = Annotated[dict[str, str], Depends(written_in)]


@router.get("")
def editor(request: Request, session: Transaction, staff: Manager) -> HTMLResponse:
    """Show the weights in force as a form, and the versions before them."""
    return _editor(request, session, _fields(store.weights_in_force(session)))


@router.post("/preview")
def preview(request: Request, session: Transaction, staff: Manager, written: Written) -> HTMLResponse:
    """Show who would move in this week's queue; nothing is kept."""
    part = bool(request.headers.get("hx-request"))
    try:
        found = _shifts(request, session, read_weights(written))
    except Invalid as problem:
        if part:
            return page(
                request, "success/weights/_shifts.html", shifts=None, wrong=sentence(request, problem)
            )
        return _editor(request, session, written, wrong=problem)
    if part:
        return page(request, "success/weights/_shifts.html", shifts=found, wrong="")
    return _editor(request, session, written, found=found)


@router.post("")
def save(request: Request, session: Transaction, staff: Manager, written: Written) -> Response:
    """Keep a new version. The week's queue stays as it is until it is filled anew."""
    why = written.get("why", "").replace("\x00", "")[:LONGEST]
    try:
        weights = read_weights(written)
        if not why:
            raise WeightsWhyMissing
        if weights == store.weights_in_force(session):
            raise WeightsUnchanged
    except Invalid as problem:
        return _editor(request, session, written, wrong=problem)
    based_on = written.get("based_on", "")
    store.add_weights(
        session,
        weights,
        why=why,
        by=staff.staff.id,
        now=house_of(request).clock(),
        based_on=int(based_on) if based_on.isdecimal() and len(based_on) < 10 else 0,
    )
    return RedirectResponse(f"{HERE}?saved=1", 303)


@router.post("/versions/{number:int}/restoration")
def restore(request: Request, session: Transaction, staff: Manager, number: int) -> RedirectResponse:
    """Go back to old weights: they become the newest version once more."""
    old, current = store.weights_for(session, number), store.weights_versions(session)[0]
    if old != current.weights:
        why = translate(language_of_page(request), "success.weights_back", n=number)
        now = house_of(request).clock()
        store.add_weights(session, old, why=why, by=staff.staff.id, now=now, based_on=current.number)
    return RedirectResponse(f"{HERE}?saved=1", 303)


def _shifts(request: Request, session: Session, weights: Mapping[str, float]) -> list[Shift]:
    basis = basis_of(request, session)
    return shifts(basis.planned(store.weights_in_force(session)), basis.planned(weights))


def _fields(weights: Mapping[str, float]) -> dict[str, str]:
    return {stage: f"{weights[stage]:g}" for stage in STAGES}


def _editor(
    request: Request,
    session: Session,
    fields: Mapping[str, str],
    *,
    found: list[Shift] | None = None,
    wrong: Invalid | None = None,
) -> HTMLResponse:
    versions = store.weights_versions(session)
    return page(
        request,
        "success/weights/weights.html",
        status=wrong.status if wrong else 200,
        fields=fields,
        stages=tuple(STAGES),
        versions=versions,
        current=versions[0],
        shifts=found,
        wrong=sentence(request, wrong) if wrong else "",
        saved="saved" in request.query_params,
    )
