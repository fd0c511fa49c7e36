"""The figures of a period, and the seconds behind its durations."""

import numpy as np
from fastapi import Request
from sqlalchemy.orm import Session

from api.house import house_of
from api.metrics.asking import episodes_of
from api.metrics.catalogue import metrics
from api.metrics.comparison.comparing import Comparison, Measured, apart, compare, earlier
from api.metrics.metric import Duration
from api.metrics.periods import Period


def comparison_of(request: Request, session: Session, after: Period, before: Period | None) -> Comparison:
    """Compare `after` with `before`, or with as many days right before it. Raises `PeriodsOverlap`."""
    before = before or earlier(after)
    apart(before, after)
    return compare(measured(request, session, before), measured(request, session, after))


def measured(request: Request, session: Session, period: Period) -> Measured:
    """Return every figure of `period`."""
    episodes = episodes_of(request, session, period)
    every = metrics(house_of(request).settings)
    return Measured(
        period=period,
        figures={slug: metric.figure(episodes) for slug, metric in every.items()},
        seconds={
            slug: np.array(
                [u.value for u in metric.denominator(episodes) if u.value is not None], dtype=np.float64
            )
            for slug, metric in every.items()
            if isinstance(metric, Duration)
        },
    )
