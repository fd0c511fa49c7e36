"""The metrics in JSON."""

from fastapi import APIRouter, Request

from api.access import Agent
from api.database import Transaction
from api.house import house_of
from api.metrics.asking import AskedPeriod, dashboard_of
from api.metrics.filters import AskedFilters
from api.metrics.followed.asking import corrected_for
from api.metrics.shapes import MetricsShape, metrics_shape

router = APIRouter(prefix="/api", tags=["Metrics"])


@router.get("/metrics")
def read_metrics(
    request: Request, session: Transaction, staff: Agent, period: AskedPeriod, filters: AskedFilters
) -> MetricsShape:
    """Read every metric of a period, the last 30 days when none is given; days are the pages' days."""
    found = dashboard_of(request, session, period, filters)
    return metrics_shape(found, corrected_for(house_of(request), session, period, filters))
