"""The forms of merge, split, "not this one", move and snooze, and their previews."""

from datetime import date, datetime, time
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.access import Agent, Editor
from api.candidates import regrouping
from api.candidates.pages import refused
from api.candidates.previews import preview_merge, preview_split
from api.candidates.regrouping import NothingToMerge
from api.candidates.snoozing import PRESETS, BadWakeTime, morning, snooze
from api.candidates.store import candidate_for
from api.database import Transaction
from api.errors import Conflict, Invalid
from api.house import house_of
from api.web.render import page

router = APIRouter(prefix="/staff/candidates/{candidate_id}", include_in_schema=False)
Revision = Annotated[int, Form()]
Ticked = Annotated[list[int] | None, Form()]


@router.get("/merge")
def show_merge(
    request: Request,
    session: Transaction,
    staff: Agent,
    candidate_id: int,
    other: Annotated[list[str] | None, Query()] = None,
) -> HTMLResponse:
    """Show what a merge would make."""
    row = candidate_for(session, candidate_id)
    ids = [int(one.partition(":")[0]) for one in other or [] if one.partition(":")[0].isdigit()]
    try:
        merged = preview_merge(session, house_of(request), row, ids)
    except Invalid as problem:
        return refused(request, session, candidate_id, problem)
    return page(request, "candidates/merge.html", row=row, merged=merged)


@router.post("/merge")
def merge(
    request: Request,
    session: Transaction,
    staff: Editor,
    candidate_id: int,
    revision: Revision,
    other: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Make the candidates one."""
    try:
        others = dict(_seen(one) for one in other or [])
        regrouping.merge(
            session, house_of(request), candidate_id, revision=revision, others=others, by=staff.staff.id
        )
    except (Invalid, Conflict) as problem:
        return refused(request, session, candidate_id, problem)
    return _to(candidate_id, "merged")


@router.get("/split")
def show_split(request: Request, session: Transaction, staff: Agent, candidate_id: int) -> Response:
    """Show the parts that the last run offers."""
    return _split_page(request, session, candidate_id, [])


@router.post("/split/preview")
def show_split_by_hand(
    request: Request, session: Transaction, staff: Editor, candidate_id: int, inquiry: Ticked = None
) -> Response:
    """Show the parts that the ticked inquiries make."""
    if not inquiry:
        raise regrouping.NoInquiriesChosen
    return _split_page(request, session, candidate_id, inquiry)


@router.post("/split")
def split(
    request: Request,
    session: Transaction,
    staff: Editor,
    candidate_id: int,
    revision: Revision,
    part: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Make each part a candidate of its own; `part` is a list of inquiry ids with commas between."""
    parts = [[int(id_) for id_ in one.split(",") if id_.isdigit()] for one in part or []]
    try:
        regrouping.split(
            session, house_of(request), candidate_id, revision=revision, parts=parts, by=staff.staff.id
        )
    except (Invalid, Conflict) as problem:
        return refused(request, session, candidate_id, problem)
    return _to(candidate_id, "split")


@router.post("/removal")
def remove(
    request: Request,
    session: Transaction,
    staff: Editor,
    candidate_id: int,
    revision: Revision,
    inquiry: Ticked = None,
) -> Response:
    """Take the ticked inquiries out."""
    try:
        regrouping.take_out(
            session, house_of(request), candidate_id,
            revision=revision, inquiry_ids=inquiry or [], by=staff.staff.id,
        )  # fmt: skip
    except (Invalid, Conflict) as problem:
        return refused(request, session, candidate_id, problem)
    return _to(candidate_id, "removed")


@router.post("/move")
def move(
    request: Request,
    session: Transaction,
    staff: Editor,
    candidate_id: int,
    revision: Revision,
    inquiry: Ticked = None,
    to: Annotated[str, Form()] = "",
) -> Response:
    """Move the ticked inquiries to the chosen candidate."""
    try:
        regrouping.move(
            session, house_of(request), candidate_id,
            revision=revision, inquiry_ids=inquiry or [], to=_seen(to), by=staff.staff.id,
        )  # fmt: skip
    except (Invalid, Conflict) as problem:
        return refused(request, session, candidate_id, problem)
    return _to(candidate_id, "moved")


@router.post("/snooze")
def sleep(
    request: Request,
    session: Transaction,
    staff: Editor,
    candidate_id: int,
    revision: Revision,
    until: Annotated[str, Form()] = "",
    day: Annotated[str, Form()] = "",
    grows_by: Annotated[str, Form()] = "",
) -> Response:
    """Let it sleep until one of the presets, a day, or until it has grown."""
    house = house_of(request)
    try:
        snooze(
            session, candidate_id, revision=revision, until=_wakes(request, until, day),
            grows_by=_number(grows_by), by=staff.staff.id, now=house.clock(),
        )  # fmt: skip
    except (Invalid, Conflict) as problem:
        return refused(request, session, candidate_id, problem)
    return _to(candidate_id, "snoozed")


def _split_page(request: Request, session: Transaction, candidate_id: int, ticked: list[int]) -> HTMLResponse:
    row = candidate_for(session, candidate_id)
    try:
        parts = preview_split(session, house_of(request), row, ticked)
    except Invalid as problem:
        return refused(request, session, candidate_id, problem)
    return page(request, "candidates/split.html", row=row, split_parts=parts)


def _seen(said: str) -> tuple[int, int]:
    """`12:3` is candidate 12 in revision 3."""
    candidate, _, revision = said.partition(":")
    if not (candidate.isdigit() and revision.isdigit()):
        raise NothingToMerge
    return int(candidate), int(revision)


def _wakes(request: Request, until: str, day: str) -> datetime | None:
    house = house_of(request)
    if until in PRESETS:
        return morning(PRESETS[until], now=house.clock(), zone=house.settings.zone)
    if not day:
        return None
    try:
        return datetime.combine(date.fromisoformat(day), time(), house.settings.zone)
    except ValueError as error:
        raise BadWakeTime from error


def _number(said: str) -> int | None:
    if not said.strip():
        return None
    if not said.strip().isdecimal():
        raise BadWakeTime
    return int(said)


def _to(candidate_id: int, did: str) -> RedirectResponse:
    return RedirectResponse(f"/staff/candidates/{candidate_id}?did={did}", 303)
