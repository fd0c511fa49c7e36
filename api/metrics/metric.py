"""What a metric is: a class with a slug, a numerator, a denominator, and its definition in the docstring."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from inspect import getdoc
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, null, true

from api.episodes.summary import EpisodeSummary
from api.metrics.intervals import ENOUGH, wilson
from api.metrics.sight import SIGHT
from api.outcomes.models import Outcome

Part = Literal["numerator", "denominator"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """One thing counted: an episode, or an answer, hand-off or rating of it. `value` is what was measured."""

    episode: EpisodeSummary
    at: datetime
    value: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A metric's result. A rate has `value`, `low` and `high`; a duration seconds in the rest."""

    slug: str
    unit: str
    definition: str
    numerator: int
    denominator: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    p50: float | None = None
    p90: float | None = None
    mean: float | None = None

    @property
    def enough(self) -> bool:
        """Whether there are enough to say something."""
        return self.denominator >= ENOUGH


class Metric(ABC):
    """The base of every metric. The docstring of a subclass is its definition."""

    slug: ClassVar[str]
    unit: ClassVar[str] = "episodes"
    """What is counted: episodes, answers, hand_offs or ratings."""

    @property
    def definition(self) -> str:
        """The definition, in one line."""
        return " ".join((getdoc(type(self)) or "").split())

    table: ClassVar[Any] = Outcome
    """Where its units are kept, a row each."""
    at: ClassVar[Any] = Outcome.__table__.c.opened_at
    value: ClassVar[Any] = null()
    """What is measured of a unit, and when it happened."""

    @property
    def counted(self) -> ColumnElement[bool]:
        """The condition that puts a row of `table` into the denominator."""
        return true()

    @property
    def held(self) -> ColumnElement[bool]:
        """The condition that puts a row of the denominator into the numerator."""
        return true()

    @abstractmethod
    def units(self, episode: EpisodeSummary) -> Iterable[Unit]:
        """Return what `episode` adds to the denominator."""

    def holds(self, unit: Unit) -> bool:
        """Whether a unit of the denominator counts in the numerator."""
        return True

    def denominator(self, episodes: Iterable[EpisodeSummary]) -> list[Unit]:
        """Return everything the metric is taken over."""
        return [unit for episode in episodes for unit in self.units(episode)]

    def numerator(self, episodes: Iterable[EpisodeSummary]) -> list[Unit]:
        """Return what of the denominator counts."""
        return [unit for unit in self.denominator(episodes) if self.holds(unit)]

    def tally(self, episodes: Iterable[EpisodeSummary]) -> tuple[int, int]:
        """Return the sizes of numerator and denominator."""
        over = self.denominator(episodes)
        return sum(1 for unit in over if self.holds(unit)), len(over)

    def part(self, part: Part, episodes: Iterable[EpisodeSummary]) -> list[Unit]:
        """Return the numerator or the denominator."""
        return self.numerator(episodes) if part == "numerator" else self.denominator(episodes)

    @abstractmethod
    def figure(self, episodes: Sequence[EpisodeSummary]) -> Figure:
        """Compute the metric of episodes at hand."""


class Rate(Metric):
    """Numerator ÷ denominator with its 95 % Wilson interval; nothing at all of an empty denominator."""

    summed: ClassVar[tuple[str, str] | None] = None
    """Of units that are no episodes: the counts an outcome carries of them, numerator and denominator."""

    def figure(self, episodes: Sequence[EpisodeSummary]) -> Figure:
        """Compute the rate."""
        return self.of(*self.tally(episodes))

    def of(self, hits: int, n: int) -> Figure:
        """Return the rate of `hits` out of `n`."""
        low, high = wilson(hits, n) if n else (None, None)
        return Figure(
            slug=self.slug,
            unit=self.unit,
            definition=self.definition,
            numerator=hits,
            denominator=n,
            value=hits / n if n else None,
            low=low,
            high=high,
        )


class EpisodeRate(Rate):
    """A rate over episodes: the eligible ones, unless a subclass says otherwise.

    `over` and `counts` are asked of an episode at hand and of columns (`api/metrics/sight.py`): with `&`, `|`
    and comparisons only, one expression says both.
    """

    def over(self, episode: Any) -> Any:
        """Whether `episode` belongs to the denominator."""
        return episode.eligible

    @abstractmethod
    def counts(self, episode: Any) -> Any:
        """Whether `episode`, of the denominator, counts in the numerator."""

    @property
    def counted(self) -> ColumnElement[bool]:
        """The denominator, as a condition on columns."""
        condition: ColumnElement[bool] = self.over(SIGHT)
        return condition

    @property
    def held(self) -> ColumnElement[bool]:
        """The numerator, as a condition on columns."""
        condition: ColumnElement[bool] = self.counts(SIGHT)
        return condition

    def units(self, episode: EpisodeSummary) -> Iterable[Unit]:
        """Return the episode itself, or nothing."""
        return (Unit(episode=episode, at=episode.opened_at),) if self.over(episode) else ()

    def holds(self, unit: Unit) -> bool:
        """Whether the episode counts."""
        return bool(self.counts(unit.episode))

    def tally(self, episodes: Iterable[EpisodeSummary]) -> tuple[int, int]:
        """Count without making a unit of each: the dashboard asks this of every week."""
        over = [episode for episode in episodes if self.over(episode)]
        return sum(map(self.counts, over)), len(over)


class Duration(Metric):
    """A span of time, in seconds: the middle (p50), the one nine of ten stay within (p90), the mean."""

    @property
    def counted(self) -> ColumnElement[bool]:
        """Everything that was measured."""
        condition: ColumnElement[bool] = self.value.is_not(None)
        return condition

    def figure(self, episodes: Sequence[EpisodeSummary]) -> Figure:
        """Compute both percentiles, interpolated linearly between neighbours."""
        return self.measured(
            np.array([unit.value for unit in self.denominator(episodes) if unit.value is not None])
        )

    def measured(self, seconds: NDArray[np.float64]) -> Figure:
        """Return the figure of these spans (n,), in seconds."""
        if not len(seconds):
            return self.of(0, None, None, None)
        p50, p90 = (float(p) for p in np.percentile(seconds, [50, 90]))
        return self.of(len(seconds), p50, p90, float(seconds.mean()))

    def of(self, n: int, p50: float | None, p90: float | None, mean: float | None) -> Figure:
        """Return the figure of `n` spans."""
        return Figure(
            slug=self.slug,
            unit=self.unit,
            definition=self.definition,
            numerator=n,
            denominator=n,
            p50=p50,
            p90=p90,
            mean=mean,
        )
