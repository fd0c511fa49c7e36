"""What the bank would gain if topics the bot misses were answered. Nothing here does I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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


def missed(
    counts: Mapping[str | None, tuple[int, ...]], minutes: Mapping[str, float], overall: float
) -> list[Missed]:
    """Return the topics of episodes with a person or without any answer, the most hours first.

    `counts` says of each topic how many such episodes it had, and how many of them people took over.
    """
    found = [
        Missed(topic=topic, episodes=n, escalated=escalated, minutes=minutes.get(topic, overall))
        for topic, (n, escalated) in counts.items()
        if topic is not None and n
    ]
    return sorted(found, key=lambda one: (-one.hours, one.topic))[:SHOWN]


def gained(topics: Sequence[Missed], supposed: Supposed) -> float:
    """Return the hours a week that would enter the bank on top."""
    hours = sum(one.hours for one in topics if one.topic in supposed.topics)
    return hours * supposed.solved * supposed.share
