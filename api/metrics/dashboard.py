"""Everything the dashboard shows of a period, computed from its episodes. Nothing here does I/O."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from api.episodes.summary import EpisodeSummary
from api.metrics.catalogue import metrics
from api.metrics.charts import Chart, weekly_chart
from api.metrics.deflection import ClaimedDeflection, Unanswered, VerifiedDeflection
from api.metrics.freed import Freed, freed
from api.metrics.metric import Figure
from api.metrics.people import EscalationRate
from api.metrics.periods import Period
from api.settings import Settings

STEPPED_IN = "stepped_in"
"""Stands for no reason: a person stepped in unasked."""
NO_TOPIC = "none"
TOPICS = 10


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


def dashboard(
    episodes: Sequence[EpisodeSummary], period: Period, settings: Settings, *, review_seconds: int = 0
) -> Dashboard:
    """Compute the dashboard of the episodes of `period`, in which so long was spent reviewing."""
    every = metrics(settings)
    weeks = list(period.weeks())
    zone = period.zone
    of_week: list[list[EpisodeSummary]] = [[] for _ in weeks]
    monday = weeks[0].first.toordinal() - weeks[0].first.weekday()
    for episode in episodes:
        of_week[(episode.opened_at.astimezone(zone).date().toordinal() - monday) // 7].append(episode)
    series = {
        metric.slug: [metric.figure(week) for week in of_week]
        for metric in (ClaimedDeflection(), VerifiedDeflection())
    }
    matured = [episode for episode in episodes if episode.matured]
    topics = Counter(unit.episode.topic for unit in Unanswered().numerator(episodes))
    without_topic = topics.pop(None, 0)
    reasons = Counter(unit.episode.reason or STEPPED_IN for unit in EscalationRate().numerator(episodes))
    return Dashboard(
        period=period,
        figures={slug: metric.figure(episodes) for slug, metric in every.items()},
        charts=tuple(weekly_chart(weeks, series, width=w, height=h) for w, h in ((700, 290), (340, 220))),
        waterfall=waterfall(matured, settings),
        matured=sum(1 for episode in matured if episode.eligible),
        reasons=tuple(reasons.most_common()),
        unanswered=tuple((topic, n) for topic, n in topics.most_common(TOPICS) if topic is not None),
        without_topic=without_topic,
        freed=freed(episodes, settings.default_handle_minutes, review_seconds=review_seconds),
        episodes=len(episodes),
        samples=sum(1 for episode in episodes if episode.sample),
    )


def waterfall(matured: Sequence[EpisodeSummary], settings: Settings) -> tuple[Step, ...]:
    """Go from containment to verified deflection over the same matured episodes; the steps add up exactly."""
    every = metrics(settings)
    _, n = every["containment"].tally(matured)
    if not n:
        return ()
    steps: list[Step] = []
    level = 0
    for slug, down in (
        ("containment", False),
        ("abandonment", True),
        ("blocked", True),
        ("claimed_deflection", False),
        ("recontact", True),
        ("verified_deflection", False),
    ):
        size, _ = every[slug].tally(matured)
        start, end = (level - size, level) if down else (0, size)
        steps.append(Step(slug=slug, episodes=size, start=start / n, end=end / n, down=down))
        level = start if down else end
    return tuple(steps)
