"""The comparison in JSON."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api.access import Agent
from api.database import Transaction
from api.metrics.asking import AskedPeriod
from api.metrics.comparison.asking import AskedBefore
from api.metrics.comparison.comparing import Compared, Verdict
from api.metrics.comparison.measuring import comparison_of
from api.metrics.filters import AskedFilters
from api.metrics.shapes import FigureShape, figure_shape

router = APIRouter(prefix="/api/metrics", tags=["Metrics"])


class SpanShape(BaseModel):
    """Whole days of the pages' time zone, both included."""

    first: Annotated[date, Field(serialization_alias="from", examples=["2026-10-01"])]
    last: Annotated[date, Field(serialization_alias="to", examples=["2026-10-31"])]


class DifferenceShape(BaseModel):
    """After less before with its 95 % interval: shares from 0 to 1, or seconds between medians."""

    value: Annotated[float, Field(examples=[0.0683])]
    low: Annotated[float, Field(examples=[0.0211])]
    high: Annotated[float, Field(examples=[0.1142])]
    p: Annotated[float, Field(description="Two-sided, of this metric alone", examples=[0.0044])]


class ComparedShape(BaseModel):
    """One metric in both periods."""

    before: FigureShape
    after: FigureShape
    difference: Annotated[DifferenceShape | None, Field(description="Null under 30 on either side")]
    p_adjusted: Annotated[float | None, Field(description="By Holm, for all metrics compared")]
    verdict: Annotated[Verdict, Field(description="What may be said, from the adjusted p", examples=["up"])]
    better: Annotated[bool | None, Field(description="Null when not sure, or when more may be either")]


class ComparisonShape(BaseModel):
    """Every metric of two periods."""

    before: SpanShape
    after: SpanShape
    tests: Annotated[int, Field(description="How many metrics were compared at once", examples=[18])]
    metrics: list[ComparedShape]


@router.get("/comparison")
def read_comparison(
    request: Request,
    session: Transaction,
    staff: Agent,
    period: AskedPeriod,
    before: AskedBefore,
    filters: AskedFilters,
) -> ComparisonShape:
    """Compare a period with the one right before it, or with the one from `before_from` to `before_to`."""
    found = comparison_of(request, session, period, before, filters)
    return ComparisonShape(
        before=SpanShape(first=before.first, last=before.last),
        after=SpanShape(first=period.first, last=period.last),
        tests=found.tests,
        metrics=[_shape(row) for row in found.rows],
    )


def _shape(row: Compared) -> ComparedShape:
    return ComparedShape(
        before=figure_shape(row.before),
        after=figure_shape(row.after),
        difference=None
        if row.difference is None
        else DifferenceShape(
            value=row.difference.value, low=row.difference.low, high=row.difference.high, p=row.difference.p
        ),
        p_adjusted=row.p,
        verdict=row.verdict,
        better=row.better,
    )
