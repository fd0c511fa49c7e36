"""How long a person takes for one question, by topic."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from api.episodes.definitions import CURRENT
from api.metrics.counting import units_of
from api.metrics.filters import NONE, Filters
from api.metrics.freed import ENOUGH_HAND_OFFS
from api.metrics.periods import Period
from api.outcomes.models import Outcome, OutcomeHandOff


@dataclass(frozen=True, kw_only=True, slots=True)
class Minutes:
    """A topic's own mean from five hand-offs on, else the mean of all, else the setting."""

    own: Mapping[str, float]
    usual: float

    def of(self, topic: str | None) -> float:
        """Return the minutes of a topic."""
        return self.own.get(topic or "", self.usual)


def minutes_in(session: Session, period: Period, default_minutes: float, filters: Filters = NONE) -> Minutes:
    """Return the minutes measured in `period`, as the freed hours count them."""
    measured = _MEASURED.where(*filters.conditions())
    rows = session.execute(measured, {"start": period.start, "end": period.end}).all()
    n = sum(row.n for row in rows)
    return Minutes(
        own={
            row.topic: row.seconds / row.n / 60
            for row in rows
            if row.topic is not None and row.n >= ENOUGH_HAND_OFFS
        },
        usual=sum(row.seconds for row in rows) / n / 60 if n >= ENOUGH_HAND_OFFS else default_minutes,
    )


_MEASURED = (
    units_of(
        select(
            Outcome.topic, func.count().label("n"), func.sum(OutcomeHandOff.handle_seconds).label("seconds")
        ),
        OutcomeHandOff,
    )
    .where(
        Outcome.definition == CURRENT,
        Outcome.opened_at >= bindparam("start"),
        Outcome.opened_at < bindparam("end"),
        OutcomeHandOff.handle_seconds.is_not(None),
    )
    .group_by(Outcome.topic)
)
