"""The monthly report: one page to print, or to save as PDF from the browser."""

from functools import partial
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import Agent
from api.database import Transaction
from api.house import house_of
from api.metrics.asking import dashboard_of
from api.metrics.comparison.measuring import comparison_of
from api.metrics.filters import NONE
from api.metrics.followed.asking import corrected_for
from api.metrics.followed.pages import listing
from api.metrics.league.asking import league_for
from api.metrics.league.table import Sort, ranked
from api.metrics.pages import drill_down
from api.metrics.report.months import before, month_of, offered
from api.metrics.store import topic_names
from api.metrics.topics.asking import topics_for
from api.metrics.topics.counting import METRICS, Column, TopicSort, ordered
from api.metrics.trend import trend
from api.metrics.wording import figure, p_value, points, signed_span, span
from api.web.render import language_of_page, page

router = APIRouter(prefix="/staff/dashboard/report", include_in_schema=False)
FAQS = TOPICS = 12
"""Rows of a table: what fits on a page."""


@router.get("")
def show_report(
    request: Request, session: Transaction, staff: Agent, month: str | None = None
) -> HTMLResponse:
    """Show the report of a month, the last whole one by default."""
    house, language = house_of(request), language_of_page(request)
    zone = house.settings.zone
    period = month_of(month, now=house.clock(), zone=zone)
    found = dashboard_of(request, session, period)
    topics = ordered(topics_for(house, session, period), TopicSort.ASKED)[:TOPICS]
    league = ranked(league_for(house, session, period), Sort.LOST)[:FAQS]
    named = {row.topic for row in topics if row.topic} | {f"faq:{row.faq_id}" for row in league}
    named |= {topic for topic, _ in found.unanswered} | {t.topic for t in found.freed.terms if t.topic}
    return page(
        request,
        "metrics/report.html",
        period=period,
        month=f"{period.first:%Y-%m}",
        months=offered(house.clock(), zone),
        found=found,
        figures=found.figures,
        corrected=corrected_for(house, session, period),
        listing=partial(listing, period, NONE),
        compared=comparison_of(request, session, period, before(period)),
        before=before(period),
        topics=topics,
        league=league,
        columns=list(Column),
        metrics_of=METRICS,
        names=topic_names(session, named, language),
        link=partial(drill_down, period, NONE),
        query=urlencode({"from": period.first, "to": period.last}),
        settings=house.settings,
        span=partial(span, language=language),
        signed_span=partial(signed_span, language=language),
        points=points,
        p_value=p_value,
        trend=trend,
        one=figure,
    )
