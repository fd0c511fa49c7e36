"""Milestones: the list of each stage, and how far each account is."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.access import Manager
from api.database import Transaction
from api.house import house_of
from api.success.milestones.reaching import RULES, STAGES, read_milestone
from api.success.milestones.store import add_milestone, begun_milestones, mark, marks, milestone_for, unmark
from api.success.store import views
from api.web.render import page

router = APIRouter(prefix="/staff/success/milestones")
HERE = "/staff/success/milestones"
AccountId = Annotated[int, Form()]


@router.get("")
def show_milestones(
    request: Request, session: Transaction, staff: Manager, done: str = "", removed: int = 0
) -> HTMLResponse:
    """Show the milestones of each stage and how far its accounts are."""
    house = house_of(request)
    every = begun_milestones(session)
    found = views(session, house)
    told = marks(session)
    reached = {
        (one.id, view.id)
        for one in every
        for view in found
        if one.rule and RULES[one.rule](view, float(one.parameters.get("at_least", 0)))
    }
    return page(
        request,
        "success/milestones.html",
        stages=[
            (stage, [one for one in every if one.stage == stage], [v for v in found if v.stage == stage])
            for stage in STAGES
        ],
        reached=reached,
        marks=told,
        rules=RULES,
        removed=removed,
        done=done if done in ("added", "removed", "restored", "marked", "unmarked") else "",
    )


@router.post("")
async def add(request: Request, session: Transaction, staff: Manager) -> RedirectResponse:
    """Add a milestone."""
    sent = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    add_milestone(session, *read_milestone(sent))
    return RedirectResponse(f"{HERE}?done=added", 303)


@router.post("/{milestone_id}/removal")
def remove(request: Request, session: Transaction, staff: Manager, milestone_id: int) -> RedirectResponse:
    """Take a milestone off the list; marks stay, for when it comes back."""
    milestone_for(session, milestone_id).removed_at = house_of(request).clock()
    return RedirectResponse(f"{HERE}?done=removed&removed={milestone_id}", 303)


@router.post("/{milestone_id}/restored")
def restore(session: Transaction, staff: Manager, milestone_id: int) -> RedirectResponse:
    """Put it back."""
    milestone_for(session, milestone_id).removed_at = None
    return RedirectResponse(f"{HERE}?done=restored", 303)


@router.post("/{milestone_id}/marks")
def set_mark(
    request: Request, session: Transaction, staff: Manager, milestone_id: int, account_id: AccountId
) -> RedirectResponse:
    """Say that an account reached it."""
    milestone = milestone_for(session, milestone_id)
    mark(session, milestone, account_id, by=staff.staff.id, now=house_of(request).clock())
    return RedirectResponse(f"{HERE}?done=marked#account-{account_id}", 303)


@router.post("/{milestone_id}/marks/undone")
def take_mark_back(
    request: Request, session: Transaction, staff: Manager, milestone_id: int, account_id: AccountId
) -> RedirectResponse:
    """Take it back."""
    unmark(session, milestone_for(session, milestone_id), account_id, now=house_of(request).clock())
    return RedirectResponse(f"{HERE}?done=unmarked#account-{account_id}", 303)
