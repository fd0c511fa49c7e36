"""The hold-out's result in JSON."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from api.access import Manager
from api.database import Transaction
from api.metrics.holdout.asking import asked_of
from api.metrics.holdout.shapes import HoldoutShape, holdout_shape

router = APIRouter(prefix="/api/metrics/holdout", tags=["Metrics"])


@router.get("")
def read_holdout(
    request: Request,
    session: Transaction,
    staff: Manager,
    experiment: Annotated[int | None, Query(ge=1, description="The one that runs, else the last")] = None,
) -> HoldoutShape:
    """Read what the bot adds: human contact of those held out, less that of those who met the bot."""
    return holdout_shape(asked_of(request, session, experiment))
