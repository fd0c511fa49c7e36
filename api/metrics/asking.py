"""What a page or a program asks for: period and filters in the address, and what was counted."""

from typing import Annotated

from fastapi import Depends, Query, Request
from sqlalchemy.orm import Session

from api.episodes.definitions import CURRENT
from api.episodes.summary import EpisodeSummary
from api.house import House, house_of
from api.metrics.dashboard import Dashboard, dashboard
from api.metrics.filters import NONE, Filters, scope
from api.metrics.loading import load_episodes
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


def episodes_of(
    request: Request, session: Session, period: Period, filters: Filters = NONE
) -> list[EpisodeSummary]:
    """Return the episodes of `period`."""
    return episodes_for(house_of(request), session, period, filters)


def dashboard_of(request: Request, session: Session, period: Period, filters: Filters = NONE) -> Dashboard:
    """Return the dashboard of `period`."""
    return dashboard_for(house_of(request), session, period, filters)


def episodes_for(
    house: House, session: Session, period: Period, filters: Filters = NONE
) -> list[EpisodeSummary]:
    """Return the episodes of `period`; for a process that nobody asked, such as the worker."""
    catch_up(session, house)
    return load_episodes(session, scope(period, filters), now=house.clock())


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
        review_seconds=sum(beat.seconds for beat in reviewed_between(session, period.start, period.end)),
    )
