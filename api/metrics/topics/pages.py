"""The page of topics, its CSV file and its JSON."""

import csv
import io
from datetime import date
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from api.access import Agent
from api.database import Transaction
from api.house import house_of
from api.metrics.asking import AskedPeriod
from api.metrics.export import number
from api.metrics.filter_bar import filter_bar
from api.metrics.filters import NO_TOPIC, AskedFilters
from api.metrics.pages import drill_down
from api.metrics.periods import PRESETS
from api.metrics.store import topic_names
from api.metrics.topics.asking import topics_for
from api.metrics.topics.counting import METRICS, Column, TopicSort, ordered
from api.metrics.topics.store import candidates_of
from api.metrics.wording import figure
from api.web.render import language_of_page, page
from api.web.texts import translate

router = APIRouter(tags=["Metrics"])
PAGE = 100


class TopicCounts(BaseModel):
    """One topic of a period."""

    topic: Annotated[str | None, Field(description="faq:7, cluster:3, text:…; null: not grouped yet")]
    name: str | None
    counts: Annotated[dict[str, int], Field(examples=[{"asked": 40, "verified": 22, "unanswered": 3}])]
    share: Annotated[float, Field(description="Of all that was asked")]
    hours: Annotated[float, Field(description="Freed by the verified ones")]
    candidate_id: int | None


class TopicsShape(BaseModel):
    """Every topic of a period, the most asked first."""

    first: Annotated[date, Field(serialization_alias="from")]
    last: Annotated[date, Field(serialization_alias="to")]
    topics: list[TopicCounts]


@router.get("/staff/dashboard/topics", include_in_schema=False)
def show_topics(
    request: Request,
    session: Transaction,
    staff: Agent,
    period: AskedPeriod,
    filters: AskedFilters,
    sort: TopicSort = TopicSort.ASKED,
    q: str = "",
    after: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """Show what customers asked about, and what became of it."""
    house = house_of(request)
    every = ordered(topics_for(house, session, period, filters), sort)
    names = topic_names(session, {row.topic for row in every if row.topic}, language_of_page(request))
    wanted = q.strip().lower()
    found = [row for row in every if not wanted or wanted in names.get(row.topic or "", "").lower()]
    shown = found[after : after + PAGE]
    span = {"from": period.first, "to": period.last}
    plain = span | {"sort": sort} | ({"q": q} if q else {})
    kept = {**plain, **filters.query}
    link = partial(drill_down, period, filters)
    return page(
        request,
        "metrics/topics.html",
        rows=shown,
        any=bool(every),
        total=len(found),
        first=after + 1,
        last=after + len(shown),
        previous=f"?{urlencode(kept | {'after': max(0, after - PAGE)})}" if after else None,
        next=f"?{urlencode(kept | {'after': after + PAGE})}" if after + PAGE < len(found) else None,
        names=names,
        candidates=candidates_of(session, (row.topic for row in shown)),
        columns=list(Column),
        sorts=list(TopicSort),
        sort=sort,
        q=q,
        sorted_by=lambda one: f"/staff/dashboard/topics?{urlencode(kept | {'sort': one})}",
        period=period,
        presets=PRESETS,
        preset=period.preset(house.clock().astimezone(period.zone).date()),
        query=urlencode({**span, **filters.query}),
        **filter_bar(request, session, plain, filters),
        link=lambda column, topic: link(*METRICS[column], topic=topic or NO_TOPIC),
        one=figure,
    )


@router.get("/api/metrics/topics")
def read_topics(
    request: Request, session: Transaction, staff: Agent, period: AskedPeriod, filters: AskedFilters
) -> TopicsShape:
    """Read what customers asked about in a period, and what became of it."""
    rows = ordered(topics_for(house_of(request), session, period, filters), TopicSort.ASKED)
    names = topic_names(session, {row.topic for row in rows if row.topic}, language_of_page(request))
    candidates = candidates_of(session, (row.topic for row in rows))
    return TopicsShape(
        first=period.first,
        last=period.last,
        topics=[
            TopicCounts(
                topic=row.topic,
                name=names.get(row.topic or ""),
                counts={column: row.counts.get(column, 0) for column in Column},
                share=row.share,
                hours=row.hours,
                candidate_id=candidates.get(row.topic or ""),
            )
            for row in rows
        ],
    )


@router.get("/staff/dashboard/topics.csv", include_in_schema=False)
def save_topics(
    request: Request, session: Transaction, staff: Agent, period: AskedPeriod, filters: AskedFilters
) -> Response:
    """Give the topics as a CSV file that spreadsheets open as they are."""
    rows = ordered(topics_for(house_of(request), session, period, filters), TopicSort.ASKED)
    language = language_of_page(request)
    names = topic_names(session, {row.topic for row in rows if row.topic}, language)
    out = io.StringIO()
    # Spreadsheets read a file as UTF-8 only when it begins with this mark.
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(["topic", "name", *Column, "share", "freed_hours"])
    for row in rows:
        name = names.get(row.topic, "") if row.topic else translate(language, "metrics.unknown_topic")
        counts = [row.counts.get(column, 0) for column in Column]
        writer.writerow([row.topic or "", name, *counts, number(row.share), number(row.hours)])
    name = f"madoguchi-topics-{period.first}-{period.last}.csv"
    return Response(
        out.getvalue(),
        media_type="text/csv",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )
