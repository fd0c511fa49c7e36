"""Every figure under each definition, side by side: what a change of definition changed."""

from functools import partial
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import Agent
from api.database import Transaction
from api.episodes.definitions import CURRENT, DEFINITIONS
from api.house import house_of
from api.metrics.asking import AskedPeriod
from api.metrics.catalogue import metrics
from api.metrics.counting import figures
from api.metrics.filters import AskedFilters, scope
from api.metrics.wording import span
from api.outcomes.refreshing import catch_up
from api.web.render import language_of_page, page

router = APIRouter(prefix="/dashboard/definitions")


@router.get("")
def compare_definitions(
    request: Request, session: Transaction, staff: Agent, period: AskedPeriod, filters: AskedFilters
) -> HTMLResponse:
    """Show each figure of a period under every definition, and the difference to the one in force."""
    house = house_of(request)
    catch_up(session, house)
    every = metrics(house.settings)
    found = {
        number: figures(session, scope(period, filters, number), every.values(), house.clock())
        for number in DEFINITIONS
    }
    return page(
        request,
        "metrics/definitions.html",
        slugs=list(every),
        found=found,
        numbers=list(DEFINITIONS),
        current=CURRENT,
        period=period,
        query=urlencode({"from": period.first, "to": period.last, **filters.query}),
        span=partial(span, language=language_of_page(request)),
    )
