"""The baseline in JSON, and as the block of the dashboard."""

from datetime import date
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from api.access import Agent
from api.database import Transaction
from api.house import house_of
from api.metrics.baseline.asking import baseline_for
from api.metrics.baseline.weeks import Side
from api.metrics.wording import figure, span
from api.web.render import language_of_page, page

router = APIRouter(tags=["Metrics"])


class SideShape(BaseModel):
    """Whole weeks on one side of the day the bot began."""

    first: date
    last: date
    weeks: int
    contacts: int
    contacts_a_week: float
    minutes: float | None
    with_minutes: int
    response_seconds: float | None
    with_response: int
    handlers: int
    handled: int
    each_a_week: float | None


class BaselineShape(BaseModel):
    """What people had to do in an average week, before the bot and since; null: nothing to compare."""

    began: date | None
    before: SideShape | None
    since: SideShape | None


@router.get("/api/metrics/baseline")
def read_baseline(request: Request, session: Transaction, staff: Agent) -> BaselineShape:
    """Read what people had to do in an average week, from imported history and since the bot began."""
    found = baseline_for(house_of(request), session)
    return BaselineShape(
        began=found.began if found else None,
        before=_shape(found.before) if found else None,
        since=_shape(found.since) if found else None,
    )


@router.get("/staff/dashboard/baseline", include_in_schema=False)
def show_baseline(request: Request, session: Transaction, staff: Agent) -> HTMLResponse:
    """Show before the bot beside since the bot."""
    return page(
        request,
        "metrics/baseline.html",
        found=baseline_for(house_of(request), session),
        one=figure,
        span=partial(span, language=language_of_page(request)),
    )


def _shape(side: Side) -> SideShape:
    return SideShape(
        first=side.first,
        last=side.last,
        weeks=side.weeks,
        contacts=side.contacts,
        contacts_a_week=side.a_week,
        minutes=side.minutes,
        with_minutes=side.with_minutes,
        response_seconds=side.response,
        with_response=side.with_response,
        handlers=side.handlers,
        handled=side.handled,
        each_a_week=side.each_a_week,
    )
