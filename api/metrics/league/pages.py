"""The league table of FAQs, and the episodes behind each of its numbers."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.access import Agent
from api.database import Transaction
from api.faqs.store import faq_for, newest_version
from api.house import house_of
from api.metrics.asking import AskedPeriod
from api.metrics.filter_bar import filter_bar
from api.metrics.filters import AskedFilters
from api.metrics.league.asking import league_for
from api.metrics.league.counting import REACTIONS, Count
from api.metrics.league.export import as_csv
from api.metrics.league.sentences import reason_to_review
from api.metrics.league.store import listed
from api.metrics.league.table import Sort, ranked
from api.metrics.periods import PRESETS
from api.metrics.store import topic_names
from api.metrics.transcripts import first_questions
from api.metrics.trend import trend
from api.metrics.wording import figure
from api.web.render import language_of_page, page

router = APIRouter(prefix="/staff/dashboard/faqs", include_in_schema=False)
PAGE = 200


@router.get("")
def show_league(
    request: Request,
    session: Transaction,
    staff: Agent,
    period: AskedPeriod,
    filters: AskedFilters,
    sort: Sort = Sort.LOST,
    best: bool = False,
    q: str = "",
) -> HTMLResponse:
    """Show every FAQ by what became of those who were shown it."""
    house = house_of(request)
    rows = ranked(league_for(house, session, period, filters), sort, best_first=best)
    names = topic_names(session, [f"faq:{row.faq_id}" for row in rows], language_of_page(request))
    wanted = [row for row in rows if q.strip().lower() in names.get(f"faq:{row.faq_id}", "").lower()]
    span = {"from": period.first, "to": period.last, **filters.query}
    kept = {"from": period.first, "to": period.last, "sort": sort}
    kept |= ({"best": 1} if best else {}) | ({"q": q} if q else {})
    return page(
        request,
        "metrics/league.html",
        rows=wanted,
        any=bool(rows),
        q=q,
        names=names,
        period=period,
        presets=PRESETS,
        preset=period.preset(house.clock().astimezone(period.zone).date()),
        sort=sort,
        best=best,
        query=urlencode(span),
        **filter_bar(request, session, kept, filters),
        sorted_by=_sorted_by(span | ({"q": q} if q else {}), sort, best),
        trend=trend,
        days=house.settings.recontact_days,
        one=figure,
    )


@router.get(".csv")
def save_league(
    request: Request, session: Transaction, staff: Agent, period: AskedPeriod, filters: AskedFilters
) -> Response:
    """Give the table as a CSV file."""
    rows = ranked(league_for(house_of(request), session, period, filters), Sort.LOST)
    names = topic_names(session, [f"faq:{row.faq_id}" for row in rows], language_of_page(request))
    name = f"madoguchi-faqs-{period.first}-{period.last}.csv"
    return Response(
        as_csv(rows, names),
        media_type="text/csv",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


@router.get("/{faq_id}/episodes")
def list_episodes(
    request: Request,
    session: Transaction,
    staff: Agent,
    faq_id: int,
    period: AskedPeriod,
    filters: AskedFilters,
    count: Count = Count.FAILED,
    after: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """List exactly what one number of an FAQ counted, newest first."""
    house, language = house_of(request), language_of_page(request)
    faq = faq_for(session, faq_id)
    newest_version(session, faq_id)
    rows = league_for(house, session, period, filters)
    row = next((row for row in rows if row.faq_id == faq_id), None)
    total = row.counts[count] if row else 0
    shown = listed(session, period, filters, faq_id, count, now=house.clock(), limit=PAGE, after=after)
    span = {"from": period.first, "to": period.last}
    kept = {"count": count, **span, **filters.query}
    return page(
        request,
        "metrics/league_episodes.html",
        faq=faq,
        row=row,
        count=count,
        counts=list(Count),
        period=period,
        name=topic_names(session, [f"faq:{faq_id}"], language).get(f"faq:{faq_id}", f"FAQ {faq_id}"),
        total=total,
        unit="answers" if count in REACTIONS else "episodes",
        episodes=shown,
        questions=first_questions(session, {episode.id for episode in shown}),
        first=after + 1,
        last=after + len(shown),
        previous=f"?{urlencode(kept | {'after': max(0, after - PAGE)})}" if after else None,
        next=f"?{urlencode(kept | {'after': after + PAGE})}" if after + PAGE < total else None,
        query=urlencode({**span, **filters.query}),
        **filter_bar(request, session, {"count": count, **span}, filters),
        reason=reason_to_review(row, period, filters, language) if row else "",
    )


def _sorted_by(kept: dict[str, object], sort: Sort, best: bool) -> Callable[[str], str]:
    """Return the address that sorts by a column; a second press turns it round."""

    def address(column: str) -> str:
        turned = {"best": 1} if column == sort and not best else {}
        return f"/staff/dashboard/faqs?{urlencode(kept | {'sort': column} | turned)}"

    return address
