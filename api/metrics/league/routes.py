"""The league table in JSON."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api.access import Agent
from api.database import Transaction
from api.house import house_of
from api.metrics.asking import AskedPeriod
from api.metrics.filters import AskedFilters
from api.metrics.league.asking import league_for
from api.metrics.league.counting import Count
from api.metrics.league.table import Row, Share, Sort, ranked

router = APIRouter(prefix="/api/metrics", tags=["Metrics"])


class ShareShape(BaseModel):
    """`hits` of `n` with its 95 % Wilson interval."""

    hits: int
    n: int
    value: Annotated[float | None, Field(description="Null of nothing")]
    low: float
    high: float


class FaqShape(BaseModel):
    """One FAQ; an episode belongs to the FAQ shown last in it, a reaction to the FAQ it was given to."""

    faq_id: int
    counts: dict[str, int]
    verified: Annotated[ShareShape, Field(description="Verified of matured")]
    solved: Annotated[ShareShape, Field(description='"Solved" of the reactions')]
    minutes: Annotated[float, Field(description="What a person takes for one such question")]
    freed_hours: float
    lost_hours: Annotated[float, Field(description="Lost at least: lower end of the interval of failures")]
    enough: Annotated[bool, Field(description="Whether 30 have matured")]


class LeagueShape(BaseModel):
    """Every FAQ shown in a period, the one that surely lost most hours first."""

    first: Annotated[date, Field(serialization_alias="from")]
    last: Annotated[date, Field(serialization_alias="to")]
    faqs: list[FaqShape]


@router.get("/faqs")
def read_league(
    request: Request,
    session: Transaction,
    staff: Agent,
    period: AskedPeriod,
    filters: AskedFilters,
    sort: Sort = Sort.LOST,
) -> LeagueShape:
    """Read what became of those who were shown each FAQ."""
    rows = ranked(league_for(house_of(request), session, period, filters), sort)
    return LeagueShape(first=period.first, last=period.last, faqs=[_shape(row) for row in rows])


def _shape(row: Row) -> FaqShape:
    return FaqShape(
        faq_id=row.faq_id,
        counts={count: row.counts.get(count, 0) for count in Count},
        verified=_share(row.verified),
        solved=_share(row.solved),
        minutes=row.minutes,
        freed_hours=row.freed_hours,
        lost_hours=row.lost_hours,
        enough=row.enough,
    )


def _share(share: Share) -> ShareShape:
    low, high = share.bounds
    return ShareShape(hits=share.hits, n=share.n, value=share.value, low=low, high=high)
