"""The figures of a period, and the seconds behind its durations."""

from datetime import datetime

import numpy as np
from fastapi import Request
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from api.house import House, house_of
from api.metrics.catalogue import metrics
from api.metrics.columns import columns_of, spans
from api.metrics.comparison.comparing import Comparison, Measured, apart, compare, earlier
from api.metrics.counting import figures_and_work, units_of
from api.metrics.filters import NONE, Filters, scope
from api.metrics.metric import Duration
from api.metrics.periods import Period
from api.outcomes.models import Outcome
from api.outcomes.refreshing import catch_up


def comparison_of(
    request: Request, session: Session, after: Period, before: Period | None, filters: Filters = NONE
) -> Comparison:
    """Compare `after` with `before`, or with as many days right before it. Raises `PeriodsOverlap`."""
    house, before = house_of(request), before or earlier(after)
    apart(before, after)
    catch_up(session, house)
    return compare(measured(house, session, before, filters), measured(house, session, after, filters))


def measured(house: House, session: Session, period: Period, filters: Filters = NONE) -> Measured:
    """Return every figure of `period`."""
    where, every, now = scope(period, filters), metrics(house.settings), house.clock()
    columns = columns_of(session, where, now)
    return Measured(
        period=period,
        figures=figures_and_work(session, where, columns, every.values(), now)[0],
        seconds={
            slug: spans(metric, columns) if metric.table is Outcome else _seconds(session, where, metric, now)
            for slug, metric in every.items()
            if isinstance(metric, Duration)
        },
    )


def _seconds(
    session: Session, where: ColumnElement[bool], metric: Duration, now: datetime
) -> NDArray[np.float64]:
    asked = units_of(select(metric.value), metric.table).where(where, metric.counted)
    return np.array(session.scalars(asked, {"now": now}).all(), dtype=np.float64)
