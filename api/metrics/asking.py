"""What a page or a program asks for: period and filters in the address, and what was counted."""

from typing import Annotated

from fastapi import Depends, Query, Request
from sqlalchemy.orm import Session

from api.episodes.definitions import CURRENT
from api.house import House, house_of
from api.metrics.columns import Columns, by_topic, columns_of, numerator
from api.metrics.counting import figures_and_work
from api.metrics.dashboard import Dashboard, dashboard
from api.metrics.deflection import FalseDeflection, VerifiedDeflection
from api.metrics.filters import NONE, Filters, scope
from api.metrics.freed import Freed, freed_of
from api.metrics.periods import Period, period_of
from api.outcomes.refreshing import catch_up
from api.reviewing.store import reviewed_between


def asked_period(
    request: Request,
    first: Annotated[
        str | None, Query(alias="from", description="First day", examples=["2026-10-01"])
    ] = None,
    last: Annotated[str | None, Query(alias="to", description="Last day", examples=["2026-10-31"])] = None,
    days: Annotated[str | None, Query(description="Instead of `from`: how many days")] = None,
) -> Period:
    """Return the period of the address; raises `BadDates`."""
    house = house_of(request)
    # Text, not int: one clear sentence for every way to get it wrong.
    number = None if not days else int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0
    return period_of(first, last, days=number, now=house.clock(), zone=house.settings.zone)


AskedPeriod = Annotated[Period, Depends(asked_period)]


def dashboard_of(request: Request, session: Session, period: Period, filters: Filters = NONE) -> Dashboard:
    """Return the dashboard of `period`."""
    return dashboard_for(house_of(request), session, period, filters)


def columns_for(house: House, session: Session, period: Period, filters: Filters = NONE) -> Columns:
    """Return what each episode of `period` came to, as columns."""
    catch_up(session, house)
    return columns_of(session, scope(period, filters), house.clock())


def freed_for(house: House, session: Session, period: Period) -> Freed:
    """Return the hours freed in `period`, as the dashboard has them."""
    columns, where = columns_for(house, session, period), scope(period)
    verified, false = (numerator(metric, columns) for metric in (VerifiedDeflection(), FalseDeflection()))
    _, handled = figures_and_work(session, where, columns, (), house.clock())
    return freed_of(
        {topic: n for topic, (n,) in by_topic(session, columns, [verified]).items()},
        handled,
        int(false.sum()),
        house.settings.default_handle_minutes,
        review_seconds=reviewed_seconds(session, period),
    )


def reviewed_seconds(session: Session, period: Period) -> int:
    """Return how long was spent reviewing in `period`."""
    return sum(beat.seconds for beat in reviewed_between(session, period.start, period.end))


def dashboard_for(
    house: House, session: Session, period: Period, filters: Filters = NONE, *, definition: int = CURRENT
) -> Dashboard:
    """Return the dashboard of `period`; for a process that nobody asked, such as the worker."""
    catch_up(session, house)
    return dashboard(
        session,
        period,
        house.settings,
        now=house.clock(),
        filters=filters,
        definition=definition,
        review_seconds=reviewed_seconds(session, period),
    )
