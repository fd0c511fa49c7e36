"""Exactly what a figure counted: the same metric class, and the same conditions as the figure's link."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, select
from sqlalchemy.orm import Session

from api.metrics.counting import units_of
from api.metrics.dashboard import STEPPED_IN
from api.metrics.loading import load_episodes
from api.metrics.metric import Metric, Part, Unit
from api.metrics.sight import SIGHT
from api.outcomes.models import Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """One part of one metric over the outcomes that fulfil `where`, narrowed to a reason or to matured."""

    metric: Metric
    part: Part
    where: ColumnElement[bool]
    reason: str | None = None
    matured: bool = False

    def count(self, session: Session, *, now: datetime) -> int:
        """Return how many units were counted."""
        asked = units_of(select(func.count()), self.metric.table).where(self._condition())
        return session.scalar(asked, {"now": now}) or 0

    def units(self, session: Session, *, now: datetime, after: int, limit: int) -> list[Unit]:
        """Return some of the units counted, newest first."""
        metric = self.metric
        asked = (
            units_of(select(Outcome.definition, Outcome.episode_id, metric.at, metric.value), metric.table)
            .where(self._condition())
            .order_by(metric.at.desc(), Outcome.episode_id.desc())
            .offset(after)
            .limit(limit)
        )
        rows = session.execute(asked, {"now": now}).all()
        ids = {id for _, id, _, _ in rows}
        within = and_(Outcome.definition.in_({n for n, *_ in rows}), Outcome.episode_id.in_(ids))
        episodes = {one.id: one for one in load_episodes(session, within, now=now)}
        return [Unit(episode=episodes[id], at=at, value=value) for _, id, at, value in rows]

    def _condition(self) -> ColumnElement[bool]:
        narrowed = [self.where, self.metric.counted]
        if self.part == "numerator":
            narrowed.append(self.metric.held)
        if self.matured:
            narrowed.append(SIGHT.matured)
        if self.reason is not None:
            narrowed.append(
                Outcome.reason.is_(None)
                if self.reason == STEPPED_IN
                else false()
                if "\x00" in self.reason
                else Outcome.reason == self.reason
            )
        return and_(*narrowed)
