"""The two periods of an address."""

from typing import Annotated

from fastapi import Depends, Query, Request

from api.house import house_of
from api.metrics.asking import AskedPeriod
from api.metrics.comparison.comparing import earlier
from api.metrics.periods import Period, period_of


def asked_before(
    request: Request,
    period: AskedPeriod,
    first: Annotated[
        str | None,
        Query(alias="before_from", description="First day to compare with", examples=["2026-09-01"]),
    ] = None,
    last: Annotated[
        str | None, Query(alias="before_to", description="Last day to compare with", examples=["2026-09-30"])
    ] = None,
) -> Period:
    """Return the period to compare with: as many days right before `period` unless the address says which."""
    if not first and not last:
        return earlier(period)
    usual = earlier(period)
    return period_of(
        first or str(usual.first),
        last or str(usual.last),
        now=house_of(request).clock(),
        zone=period.zone,
    )


AskedBefore = Annotated[Period, Depends(asked_before)]
