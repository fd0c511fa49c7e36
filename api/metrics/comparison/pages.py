"""The page that compares two periods, and its CSV file."""

from functools import partial
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.access import Agent
from api.database import Transaction
from api.house import house_of
from api.metrics.asking import AskedPeriod
from api.metrics.comparison.asking import AskedBefore
from api.metrics.comparison.comparing import LEVEL, reach
from api.metrics.comparison.export import as_csv
from api.metrics.comparison.measuring import comparison_of
from api.metrics.filter_bar import filter_bar
from api.metrics.filters import AskedFilters, scope
from api.metrics.pages import drill_down
from api.metrics.periods import PRESETS
from api.metrics.store import frequent_topics
from api.metrics.wording import p_value, points, signed_span, span
from api.web.render import language_of_page, page
from api.web.texts import translate

router = APIRouter(prefix="/staff/dashboard", include_in_schema=False)
HEADLINE = ("verified_deflection", "claimed_deflection", "escalation_rate", "recontact")
"""What is said in words above the table."""


@router.get("/comparison")
def show_comparison(
    request: Request,
    session: Transaction,
    staff: Agent,
    period: AskedPeriod,
    before: AskedBefore,
    filters: AskedFilters,
) -> HTMLResponse:
    """Show every figure of two periods, and what may be said of their difference."""
    house, language = house_of(request), language_of_page(request)
    found = comparison_of(request, session, period, before, filters)
    days = {"from": period.first, "to": period.last}
    both = days | {"before_from": before.first, "before_to": before.last}
    topics = frequent_topics(session, scope(period, filters))
    return page(
        request,
        "metrics/comparison.html",
        found=found,
        period=period,
        before=before,
        presets=PRESETS,
        preset=period.preset(house.clock().astimezone(period.zone).date()),
        headline=[found.row(slug) for slug in HEADLINE],
        reach=reach(found.rows),
        level=LEVEL,
        query=urlencode({**days, **filters.query}),
        whole=urlencode({**both, **filters.query}),
        **filter_bar(request, session, both, filters, topics=topics),
        link_before=partial(drill_down, before, filters),
        link_after=partial(drill_down, period, filters),
        settings=house.settings,
        span=partial(span, language=language),
        signed_span=partial(signed_span, language=language),
        points=points,
        p_value=p_value,
    )


@router.get("/comparison.csv")
def save_comparison(
    request: Request,
    session: Transaction,
    staff: Agent,
    period: AskedPeriod,
    before: AskedBefore,
    filters: AskedFilters,
) -> Response:
    """Give the comparison as a CSV file."""
    found = comparison_of(request, session, period, before, filters)
    text = as_csv(found, lambda slug: translate(language_of_page(request), f"metrics.{slug}"))
    name = f"madoguchi-{before.first}-{before.last}-{period.first}-{period.last}.csv"
    return Response(
        text, media_type="text/csv", headers={"content-disposition": f'attachment; filename="{name}"'}
    )
