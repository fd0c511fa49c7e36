"""The corrected verified rate in JSON."""

from fastapi import APIRouter, Request

from api.access import Agent
from api.database import Transaction
from api.house import house_of
from api.metrics.asking import AskedPeriod
from api.metrics.filters import AskedFilters, scope
from api.metrics.followed.shapes import FollowedShape, followed_shape
from api.metrics.followed.store import followed
from api.outcomes.refreshing import catch_up

router = APIRouter(prefix="/api/metrics/followed", tags=["Metrics"])


@router.get("")
def read_followed(
    request: Request, session: Transaction, staff: Agent, period: AskedPeriod, filters: AskedFilters
) -> FollowedShape:
    """Read the verified rate of a period, corrected by what a random sample said later."""
    house = house_of(request)
    catch_up(session, house)
    return followed_shape(followed(session, scope(period, filters), now=house.clock()))
