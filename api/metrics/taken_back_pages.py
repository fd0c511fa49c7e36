"""Credits taken back: who came again about what the bot had claimed, and by which episode."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.access import Agent
from api.database import Transaction
from api.house import house_of
from api.metrics.asking import AskedPeriod
from api.metrics.filters import AskedFilters
from api.metrics.store import topic_names
from api.metrics.taken_back_store import count_taken_back, taken_back
from api.metrics.transcripts import first_questions
from api.outcomes.refreshing import catch_up
from api.web.render import language_of_page, page

router = APIRouter(prefix="/dashboard/taken-back")
PAGE = 100


@router.get("")
def list_taken_back(
    request: Request,
    session: Transaction,
    staff: Agent,
    period: AskedPeriod,
    filters: AskedFilters,
    after: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """List the credits taken back in a period, the newest first."""
    catch_up(session, house_of(request))
    rows = taken_back(session, period, filters, after=after, limit=PAGE)
    total = count_taken_back(session, period, filters)
    query = {"from": str(period.first), "to": str(period.last), **filters.query}
    return page(
        request,
        "metrics/taken_back.html",
        rows=rows,
        total=total,
        period=period,
        names=topic_names(session, {row.topic for row in rows if row.topic}, language_of_page(request)),
        questions=first_questions(session, {id for row in rows for id in (row.id, row.by)}),
        query=urlencode(query),
        next=f"{request.url.path}?{urlencode(query | {'after': after + PAGE})}"
        if after + PAGE < total
        else None,
    )
