"""What is done from the queue: many at once, undo of one's last decision, work in hand, saved views."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.access import Agent, Editor
from api.candidates.bulk import reject_all, seen_of, undo_all
from api.candidates.export import as_csv
from api.candidates.in_work_store import give_back, take_up
from api.candidates.queue import read_queue
from api.candidates.queue_store import every_row_of
from api.candidates.reviewing import may_hold, others_at, queue_seen
from api.candidates.store import candidate_for, last_decision_of
from api.candidates.tally_store import tallies_of
from api.candidates.undoing import undo_standing
from api.candidates.views_store import remove_view, save_view
from api.database import Transaction
from api.house import house_of
from api.web.render import language_of_page, page
from api.web.texts import translate

router = APIRouter(prefix="/staff/queue", include_in_schema=False)
LIST = "/staff/candidates"
Chosen = Annotated[list[str] | None, Form()]
Text = Annotated[str, Form()]


@router.get("/candidates.csv")
def export(request: Request, session: Transaction, staff: Agent) -> Response:
    """Save the queue, with the filters of the address, as a CSV file."""
    now = house_of(request).clock()
    rows = every_row_of(session, read_queue(request.query_params), staff_id=staff.staff.id, now=now)
    text = as_csv(rows, tallies_of(session, [row.cluster.id for row in rows]))
    headers = {"content-disposition": f'attachment; filename="candidates-{now:%Y%m%d}.csv"'}
    return Response(text, media_type="text/csv", headers=headers)


@router.post("/rejections")
def reject_chosen(
    request: Request, session: Transaction, staff: Editor, candidate: Chosen = None, reason: Text = ""
) -> RedirectResponse:
    """Reject the ticked candidates with one reason."""
    seen, now = seen_of(candidate or ()), house_of(request).clock()
    done = reject_all(session, seen, reason=reason, by=staff.staff.id, now=now)
    return _to_list(request, rejected=_ids(done), left=len(seen) - len(done))


@router.post("/undone")
def undo_chosen(
    request: Request, session: Transaction, staff: Editor, candidate: Chosen = None
) -> RedirectResponse:
    """Take the decisions on these candidates back."""
    seen = seen_of(candidate or ())
    by, now = staff.staff.id, house_of(request).clock()
    done = undo_all(session, seen, by=by, now=now, note=_note(request))
    return _to_list(request, undone=len(done), left=len(seen) - len(done))


@router.post("/undo")
def undo_last(request: Request, session: Transaction, staff: Editor) -> RedirectResponse:
    """Take one's own last decision back, and show its candidate."""
    by = staff.staff.id
    last = last_decision_of(session, by)
    revision = candidate_for(session, last.candidate_id).candidate.revision
    undo_standing(
        session, house_of(request), last.candidate_id, revision=revision, by=by, note=_note(request)
    )
    return RedirectResponse(f"{LIST}/{last.candidate_id}", 303)


@router.post("/in-work")
def take_chosen(
    request: Request, session: Transaction, staff: Editor, candidate: Chosen = None
) -> RedirectResponse:
    """Note that one works on the ticked candidates."""
    wanted = [id_ for id_, _ in seen_of(candidate or ())]
    taken = take_up(session, wanted, by=staff.staff.id, visit="", now=house_of(request).clock())
    return _to_list(request, taken=_ids(taken), left=len(wanted) - len(taken))


@router.post("/given-back")
def give_chosen_back(
    request: Request, session: Transaction, staff: Editor, candidate: Chosen = None
) -> RedirectResponse:
    """Note that one no longer works on these candidates."""
    give_back(session, [id_ for id_, _ in seen_of(candidate or ())], by=staff.staff.id)
    return _to_list(request)


@router.post("/in-work/{candidate_id}")
def look_again(
    request: Request, session: Transaction, staff: Agent, candidate_id: int, visit: Text = ""
) -> HTMLResponse:
    """Say that the page of a candidate is still open, and see who else has it open."""
    row, now = candidate_for(session, candidate_id), house_of(request).clock()
    if visit and may_hold(staff, row):
        take_up(session, [candidate_id], by=staff.staff.id, visit=visit, now=now)
    others = others_at(session, row, but=staff.staff.id, now=now)
    return page(request, "candidates/_others.html", others=others)


@router.post("/in-work/{candidate_id}/end")
def leave(session: Transaction, staff: Agent, candidate_id: int, visit: Text = "") -> Response:
    """Say that the page of a candidate was closed."""
    give_back(session, [candidate_id], by=staff.staff.id, visit=visit)
    return Response(status_code=204)


@router.post("/views")
def keep_view(session: Transaction, staff: Agent, name: Text = "", address: Text = "") -> RedirectResponse:
    """Keep the queue as it is under a name."""
    view = save_view(session, staff.staff.id, name=name, address=address)
    return RedirectResponse(f"{LIST}?{view.address}", 303)


@router.post("/views/{view_id}/deletion")
def delete_view(session: Transaction, staff: Agent, view_id: int) -> RedirectResponse:
    """Delete a view; the page after it offers it back."""
    name, address = remove_view(session, staff.staff.id, view_id)
    query = "&".join(part for part in (address, urlencode({"deleted": name})) if part)
    return RedirectResponse(f"{LIST}?{query}", 303)


def _to_list(request: Request, **done: str | int) -> RedirectResponse:
    said = urlencode({name: value for name, value in done.items() if value})
    query = "&".join(part for part in (queue_seen(request).address, said) if part)
    return RedirectResponse(f"{LIST}?{query}", 303)


def _ids(candidate_ids: list[int]) -> str:
    return ".".join(map(str, candidate_ids))


def _note(request: Request) -> str:
    return translate(language_of_page(request), "candidates.undone_note")
