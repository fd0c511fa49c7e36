"""What a page or a program asks for: the period in the address, and the episodes of it."""

from typing import Annotated

from fastapi import Depends, Query, Request
from sqlalchemy.orm import Session

from api.episodes.summary import EpisodeSummary
from api.house import house_of
from api.metrics.dashboard import Dashboard, dashboard
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


def episodes_of(request: Request, session: Session, period: Period) -> list[EpisodeSummary]:
    """Return the episodes of `period`."""
    house = house_of(request)
    catch_up(session, house)
    return load_episodes(
        session,
        period,
        now=house.clock(),
        settings=house.settings,
        model_id=house.embedder.model_id,
    )


def dashboard_of(request: Request, session: Session, period: Period) -> Dashboard:
    """Return the dashboard of `period`."""
    spent = sum(beat.seconds for beat in reviewed_between(session, period.start, period.end))
    episodes = episodes_of(request, session, period)
    return dashboard(episodes, period, house_of(request).settings, review_seconds=spent)
