"""Everything the dashboard shows of a period, counted by the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from api.episodes.definitions import CURRENT
from api.metrics.catalogue import metrics
from api.metrics.charts import Chart, weekly_chart
from api.metrics.columns import by_topic, columns_of, numerator, reasons_of, tally, weekly
from api.metrics.counting import figures_and_work
from api.metrics.deflection import (
    ClaimedDeflection,
    FalseDeflection,
    Unanswered,
    VerifiedDeflection,
)
from api.metrics.filters import NO_TOPIC, NONE, Filters, scope
from api.metrics.freed import Freed, freed_of
from api.metrics.metric import Figure, Rate
from api.metrics.periods import Period
from api.metrics.taken_back_store import count_taken_back
from api.settings import Settings

__all__ = ["NO_TOPIC", "STEPPED_IN", "Dashboard", "Step", "dashboard", "waterfall"]
STEPPED_IN = "stepped_in"
"""Stands for no reason: a person stepped in unasked."""
TOPICS = 10
STEPS = (
    ("containment", False),
    ("abandonment", True),
    ("blocked", True),
    ("claimed_deflection", False),
    ("recontact", True),
    ("verified_deflection", False),
)
"""The bars of the waterfall, and whether each is taken away."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One bar of the waterfall, in shares of the matured eligible episodes: from `start` to `end`."""

    slug: str
    episodes: int
    start: float
    end: float
    down: bool
    """Whether it is taken away."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dashboard:
    """The figures of one period."""

    period: Period
    figures: dict[str, Figure]
    charts: tuple[Chart, ...]
    waterfall: tuple[Step, ...]
    matured: int
    reasons: tuple[tuple[str, int], ...]
    unanswered: tuple[tuple[str, int], ...]
    without_topic: int
    freed: Freed
    episodes: int
    samples: int
    taken_back: int
    """Credits taken back in the period, whenever the episode was opened."""
    topics: tuple[str, ...] = ()
    """The most frequent ones."""
    filters: Filters = NONE


def dashboard(
    session: Session,
    period: Period,
    settings: Settings,
    *,
    now: datetime,
    filters: Filters = NONE,
    definition: int = CURRENT,
    review_seconds: int = 0,
) -> Dashboard:
    """Count the dashboard of `period`, in which so long was spent reviewing."""
    where, every = scope(period, filters, definition), metrics(settings)
    columns = columns_of(session, where, now)
    weeks = list(period.weeks())
    week_of = columns.weeks([week.start for week in weeks])
    series = {
        metric.slug: [metric.of(*counts) for counts in weekly(metric, columns, week_of, len(weeks))]
        for metric in (ClaimedDeflection(), VerifiedDeflection())
    }
    steps = [metric for slug, _ in STEPS if isinstance(metric := every[slug], Rate)]
    tallies = {metric.slug: tally(metric, columns, columns.matured) for metric in steps}
    counted, handled = figures_and_work(session, where, columns, every.values(), now)
    topics = by_topic(
        session,
        columns,
        [numerator(one, columns) for one in (Unanswered(), VerifiedDeflection(), FalseDeflection())],
    )
    unanswered = {topic: n for topic, (n, _, _) in topics.items() if n}
    reasons = {reason or STEPPED_IN: n for reason, n in reasons_of(session, columns).items()}
    return Dashboard(
        period=period,
        figures=counted,
        charts=tuple(weekly_chart(weeks, series, width=w, height=h) for w, h in ((700, 290), (340, 220))),
        waterfall=waterfall(tallies),
        matured=tallies["containment"][1],
        reasons=_most(reasons),
        unanswered=_most({topic: n for topic, n in unanswered.items() if topic is not None})[:TOPICS],
        without_topic=unanswered.get(None, 0),
        freed=freed_of(
            {topic: n for topic, (_, n, _) in topics.items()},
            handled,
            sum(n for _, _, n in topics.values()),
            settings.default_handle_minutes,
            review_seconds=review_seconds,
        ),
        episodes=len(columns),
        samples=int(columns.sample.sum()),
        taken_back=count_taken_back(session, period, filters, definition),
        topics=tuple(topic for topic in topics if topic is not None)[:TOPICS],
        filters=filters,
    )


def waterfall(tallies: Mapping[str, tuple[int, int]]) -> tuple[Step, ...]:
    """Go from containment to verified deflection over the same matured episodes; the steps add up exactly."""
    _, n = tallies["containment"]
    if not n:
        return ()
    steps: list[Step] = []
    level = 0
    for slug, down in STEPS:
        size, _ = tallies[slug]
        start, end = (level - size, level) if down else (0, size)
        steps.append(Step(slug=slug, episodes=size, start=start / n, end=end / n, down=down))
        level = start if down else end
    return tuple(steps)


def _most(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
