"""The dashboard, what is behind each of its figures, and the CSV file."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.access import Agent
from api.database import Transaction
from api.house import house_of
from api.metrics.asking import AskedPeriod, dashboard_of
from api.metrics.definition_pages import router as definitions
from api.metrics.episode_pages import router as episodes
from api.metrics.export import as_csv
from api.metrics.filter_bar import filter_bar
from api.metrics.filters import AskedFilters, Filters
from api.metrics.followed.asking import corrected_for
from api.metrics.followed.pages import listing
from api.metrics.periods import PRESETS, Period
from api.metrics.review_pages import router as review_time
from api.metrics.store import topic_names
from api.metrics.taken_back_pages import router as taken_back
from api.metrics.wording import figure, span
from api.web.render import language_of_page, page
from api.web.texts import translate

router = APIRouter(prefix="/staff", include_in_schema=False)
router.include_router(episodes)
router.include_router(taken_back)
router.include_router(definitions)
router.include_router(review_time)


@router.get("/dashboard")
def show_dashboard(
    request: Request, session: Transaction, staff: Agent, period: AskedPeriod, filters: AskedFilters
) -> HTMLResponse:
    """Show the figures of a period."""
    house = house_of(request)
    language = language_of_page(request)
    found = dashboard_of(request, session, period, filters)
    topics = {topic for topic, _ in found.unanswered} | {t.topic for t in found.freed.terms if t.topic}
    names = topic_names(session, topics, language)
    span_of = {"from": period.first, "to": period.last}
    return page(
        request,
        "metrics/dashboard.html",
        found=found,
        figures=found.figures,
        corrected=corrected_for(house, session, period, filters),
        listing=partial(listing, period, filters),
        period=period,
        presets=PRESETS,
        preset=period.preset(house.clock().astimezone(period.zone).date()),
        names=names,
        **filter_bar(request, session, span_of, filters, topics=found.topics),
        query=urlencode({**span_of, **filters.query}),
        link=partial(drill_down, period, filters),
        settings=house.settings,
        span=partial(span, language=language),
        one=figure,
    )


@router.get("/dashboard.csv")
def save_csv(
    request: Request, session: Transaction, staff: Agent, period: AskedPeriod, filters: AskedFilters
) -> Response:
    """Give the same figures as a CSV file."""
    found = dashboard_of(request, session, period, filters)
    language = language_of_page(request)
    corrected = corrected_for(house_of(request), session, period, filters)
    text = as_csv(found, corrected.found, lambda slug: translate(language, f"metrics.{slug}"))
    name = f"madoguchi-{period.first}-{period.last}.csv"
    return Response(
        text, media_type="text/csv", headers={"content-disposition": f'attachment; filename="{name}"'}
    )


def drill_down(
    period: Period, filters: Filters, metric: str, part: str = "numerator", **narrowed: Any
) -> str:
    """Return the address of exactly what a figure counted."""
    query = {"metric": metric, "part": part, "from": period.first, "to": period.last, **filters.query}
    return "/staff/dashboard/episodes?" + urlencode(query | narrowed)
