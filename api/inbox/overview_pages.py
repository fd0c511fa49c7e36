"""The supervisor's page and the same in JSON."""

from datetime import timedelta
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.access import Manager
from api.database import Transaction
from api.house import house_of
from api.inbox.overview import Overview, overview
from api.inbox.queue_store import Asked, counts, hand_offs
from api.inbox.spans import span
from api.web.render import language_of_page, page

router = APIRouter(prefix="/overview", include_in_schema=False)
routes = APIRouter(prefix="/api/hand-offs")
SHOWN = 10


class ShownLoad(BaseModel):
    """What an agent has now and did today; times in seconds."""

    id: int
    name: str
    open: int
    snoozed: int
    replied: int
    resolved: int
    first_response_seconds: Annotated[float | None, Field(description="Median of today's.")]


class ShownOverview(BaseModel):
    """The inbox at a glance. `service_level` is `in_time` ÷ `requested`."""

    waiting: int
    snoozed: int
    longest_wait_seconds: float | None
    requested: Annotated[int, Field(description="Hand-offs asked for today.")]
    in_time: int
    target_seconds: float
    service_level: float | None
    agents: list[ShownLoad]


@router.get("")
def show_overview(request: Request, session: Transaction, staff: Manager) -> HTMLResponse:
    """Show who waits and how much everybody has."""
    now, me = house_of(request).clock(), staff.staff_id
    return page(
        request,
        "inbox/overview.html",
        overview=_now(request, session),
        longest=hand_offs(session, Asked(), staff_id=me, now=now, limit=SHOWN),
        counts=counts(session, me, now=now),
        span=partial(span, language=language_of_page(request)),
    )


@routes.get("/overview")
def read_overview(request: Request, session: Transaction, staff: Manager) -> ShownOverview:
    """Read who waits, how much every agent has, and today's service level. For managers."""
    found = _now(request, session)
    return ShownOverview(
        waiting=found.waiting,
        snoozed=found.snoozed,
        longest_wait_seconds=_seconds(found.longest_wait),
        requested=found.requested,
        in_time=found.in_time,
        target_seconds=found.target.total_seconds(),
        service_level=found.service_level,
        agents=[
            ShownLoad(
                id=load.id,
                name=load.name,
                open=load.open,
                snoozed=load.snoozed,
                replied=load.replied,
                resolved=load.resolved,
                first_response_seconds=_seconds(load.first_response),
            )
            for load in found.agents
        ],
    )


def _now(request: Request, session: Session) -> Overview:
    house = house_of(request)
    target = timedelta(seconds=house.settings.service_level_seconds)
    return overview(session, now=house.clock(), zone=house.settings.zone, target=target)


def _seconds(span: timedelta | None) -> float | None:
    return span.total_seconds() if span is not None else None
