"""The league table of a period."""

from sqlalchemy.orm import Session

from api.house import House
from api.metrics.filters import NONE, Filters
from api.metrics.league.store import counts_of
from api.metrics.league.table import Row, table
from api.metrics.minutes import minutes_in
from api.metrics.periods import Period
from api.outcomes.refreshing import catch_up


def league_for(house: House, session: Session, period: Period, filters: Filters = NONE) -> list[Row]:
    """Return a row for each FAQ shown in `period`, in no order."""
    catch_up(session, house)
    counts, weekly = counts_of(session, period, filters, now=house.clock())
    minutes = minutes_in(session, period, house.settings.default_handle_minutes, filters)
    return table(counts, weekly, period, minutes)
