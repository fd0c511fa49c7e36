"""The baseline as it is now."""

from datetime import date

from sqlalchemy.orm import Session

from api.house import House
from api.metrics.baseline.store import began_at, oldest_import, work_between
from api.metrics.baseline.weeks import Baseline, Side, whole_weeks
from api.metrics.periods import Period
from api.outcomes.refreshing import catch_up


def baseline_for(house: House, session: Session) -> Baseline | None:
    """Return both sides; nothing while there is no whole week of imports before the bot, or none since."""
    catch_up(session, house)
    zone = house.settings.zone
    began, oldest = began_at(session), oldest_import(session)
    if began is None or oldest is None:
        return None
    day = began.astimezone(zone).date()
    spans = whole_weeks(day, oldest.astimezone(zone).date(), house.clock().astimezone(zone).date())
    if spans is None:
        return None

    def side(span: tuple[date, date]) -> Side:
        period = Period(first=span[0], last=span[1], zone=zone)
        return Side(first=span[0], last=span[1], **work_between(session, period.start, period.end)._asdict())

    before, since = side(spans[0]), side(spans[1])
    return Baseline(began=day, before=before, since=since) if before.contacts else None
