"""Exactly what a figure counted: the same metric class, and the same filter as the figure's link."""

from collections.abc import Iterable
from dataclasses import dataclass

from api.episodes.summary import EpisodeSummary
from api.metrics.dashboard import NO_TOPIC, STEPPED_IN
from api.metrics.metric import Metric, Part, Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """One part of one metric, narrowed to a hand-off reason, a topic or matured episodes."""

    metric: Metric
    part: Part
    reason: str | None = None
    topic: str | None = None
    matured: bool = False

    def units(self, episodes: Iterable[EpisodeSummary]) -> list[Unit]:
        """Return the units counted, newest first."""
        found = [unit for unit in self.metric.part(self.part, episodes) if self._wanted(unit.episode)]
        return sorted(found, key=lambda unit: (unit.at, unit.episode.id), reverse=True)

    def _wanted(self, episode: EpisodeSummary) -> bool:
        return (
            (self.reason is None or (episode.reason or STEPPED_IN) == self.reason)
            and (self.topic is None or (episode.topic or NO_TOPIC) == self.topic)
            and (not self.matured or episode.matured)
        )
