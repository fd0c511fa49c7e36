"""The corrected verified rate in JSON."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api.access import Agent
from api.database import Transaction
from api.house import house_of
from api.metrics.asking import AskedPeriod
from api.metrics.followed.store import followed
from api.outcomes.refreshing import catch_up

router = APIRouter(prefix="/api/metrics/followed", tags=["Metrics"])


class FollowedShape(BaseModel):
    """The share of the widget's matured eligible episodes that the bot solved, by those asked later."""

    eligible: int
    confirmed: int
    assumed: Annotated[int, Field(description="Left in silence after an answer, and did not come back")]
    asked: Annotated[int, Field(description="Of these: asked later, drawn at random")]
    yes: int
    no: int
    enough: bool
    value: Annotated[float | None, Field(description="Null under 10 answers", examples=[0.462])]
    low: float | None
    high: float | None


@router.get("")
def read_followed(request: Request, session: Transaction, staff: Agent, period: AskedPeriod) -> FollowedShape:
    """Read the verified rate of a period, corrected by what a random sample said later."""
    house = house_of(request)
    catch_up(session, house)
    found = followed(session, period.start, period.end, now=house.clock())
    low, high = found.interval or (None, None)
    return FollowedShape(
        eligible=found.eligible,
        confirmed=found.confirmed,
        assumed=found.assumed,
        asked=found.asked,
        yes=found.yes,
        no=found.no,
        enough=found.enough,
        value=found.value,
        low=low,
        high=high,
    )
