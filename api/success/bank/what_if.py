"""What the bank would gain if topics the bot misses were answered. Nothing here does I/O."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.episodes.labels import Label
from api.episodes.summary import EpisodeSummary

WEEKS = 4
"""The weeks the volume is taken of."""
SHOWN = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Missed:
    """A topic the bot leaves to people or to nobody: episodes in the last weeks, minutes for each."""

    topic: str
    episodes: int
    escalated: int
    """Of these, those that people took over."""
    minutes: float

    @property
    def hours(self) -> float:
        """Hours a week, if every episode were solved."""
        return self.episodes / WEEKS * self.minutes / 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Supposed:
    """What is supposed: topics answered, the share of their episodes then solved, the share reinvested."""

    topics: frozenset[str]
    solved: float
    share: float


def missed(episodes: Iterable[EpisodeSummary], minutes: dict[str, float], overall: float) -> list[Missed]:
    """Return what episodes with a person or without any answer were about, the most hours first."""
    every: Counter[str] = Counter()
    escalated: Counter[str] = Counter()
    for episode in episodes:
        handed = episode.label is Label.ESCALATED
        if episode.topic is None or not episode.eligible or not (handed or not episode.answers):
            continue
        every[episode.topic] += 1
        escalated[episode.topic] += handed
    found = [
        Missed(topic=topic, episodes=n, escalated=escalated[topic], minutes=minutes.get(topic, overall))
        for topic, n in every.items()
    ]
    return sorted(found, key=lambda one: (-one.hours, one.topic))[:SHOWN]


def gained(topics: Sequence[Missed], supposed: Supposed) -> float:
    """Return the hours a week that would enter the bank on top."""
    hours = sum(one.hours for one in topics if one.topic in supposed.topics)
    return hours * supposed.solved * supposed.share
