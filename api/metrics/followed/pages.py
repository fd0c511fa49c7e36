"""The page "asked later": the corrected rate, what it rests on, and how many are asked."""

from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.access import Agent, Manager
from api.asking_later.changing import FollowUpShareOutOfRange, change, take_back
from api.asking_later.store import setting_in_force, settings_kept
from api.database import Transaction
from api.house import house_of
from api.metrics.asking import AskedPeriod
from api.metrics.filter_bar import filter_bar
from api.metrics.filters import AskedFilters, Filters, scope
from api.metrics.followed.asking import corrected_for
from api.metrics.followed.estimate import FEW
from api.metrics.followed.parts import Part
from api.metrics.followed.store import count_of, listed
from api.metrics.periods import PRESETS, Period
from api.metrics.transcripts import first_questions
from api.outcomes.refreshing import catch_up
from api.web.render import page

PATH = "/staff/dashboard/followed"
router = APIRouter(prefix=PATH, include_in_schema=False)
PAGE = 200


@router.get("")
def show_followed(
    request: Request,
    session: Transaction,
    staff: Agent,
    period: AskedPeriod,
    filters: AskedFilters,
    changed: int | None = None,
) -> HTMLResponse:
    """Show the corrected rate, and the setting."""
    house = house_of(request)
    kept = settings_kept(session)
    span = {"from": period.first, "to": period.last}
    return page(
        request,
        "metrics/followed.html",
        corrected=corrected_for(house, session, period, filters),
        listing=partial(listing, period, filters),
        period=period,
        presets=PRESETS,
        preset=period.preset(house.clock().astimezone(period.zone).date()),
        query=urlencode({**span, **filters.query}),
        kept=kept,
        in_force=setting_in_force(session),
        changed=next((one for one, _ in kept if one.id == changed and one.withdrawn_at is None), None),
        default=house.settings.follow_up_share,
        quiet=house.settings.quiet_hours,
        days=house.settings.recontact_days,
        few=FEW,
        **filter_bar(request, session, span, filters),
    )


@router.get("/episodes")
def list_part(
    request: Request,
    session: Transaction,
    staff: Agent,
    period: AskedPeriod,
    filters: AskedFilters,
    part: Part,
    after: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """List exactly the episodes of one part, newest first."""
    house = house_of(request)
    catch_up(session, house)
    where, now = scope(period, filters), house.clock()
    total = count_of(session, where, part, now=now)
    shown = listed(session, where, part, now=now, after=after, limit=PAGE)
    span = {"from": period.first, "to": period.last}
    kept = {"part": part, **span, **filters.query}
    return page(
        request,
        "metrics/followed_episodes.html",
        part=part,
        parts=list(Part),
        period=period,
        total=total,
        episodes=shown,
        questions=first_questions(session, {one.id for one in shown}),
        first=after + 1,
        last=after + len(shown),
        previous=f"?{urlencode(kept | {'after': max(0, after - PAGE)})}" if after else None,
        next=f"?{urlencode(kept | {'after': after + PAGE})}" if after + PAGE < total else None,
        query=urlencode({**span, **filters.query}),
        **filter_bar(request, session, {"part": part, **span}, filters),
    )


@router.post("/settings")
def change_setting(
    request: Request, session: Transaction, staff: Manager, percent: Annotated[str, Form()]
) -> RedirectResponse:
    """Keep a new version of the share, from now on."""
    setting = change(session, share=_share(percent), by=staff.staff_id, now=house_of(request).clock())
    return RedirectResponse(f"{PATH}?{urlencode({'changed': setting.id})}", 303)


@router.post("/settings/{setting_id}/withdrawal")
def withdraw_setting(
    request: Request, session: Transaction, staff: Manager, setting_id: int
) -> RedirectResponse:
    """Take a version back."""
    take_back(session, setting_id, now=house_of(request).clock())
    return RedirectResponse(PATH, 303)


def listing(period: Period, filters: Filters, part: str) -> str:
    """Return the address of exactly the episodes of a part."""
    query = {"part": part, "from": period.first, "to": period.last, **filters.query}
    return f"{PATH}/episodes?{urlencode(query)}"


def _share(percent: str) -> float:
    try:
        return round(float(percent), 1) / 100
    except ValueError as error:
        raise FollowUpShareOutOfRange from error
