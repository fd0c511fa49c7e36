"""The hours the bot freed, term by term. Nothing here does I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ENOUGH_HAND_OFFS = 5
"""Hand-offs from which a topic's own handle time is trusted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """One topic's part of the gross hours: episodes × minutes, and where the minutes come from."""

    topic: str | None
    episodes: int
    minutes: float
    source: Literal["topic", "overall", "setting"]

    @property
    def hours(self) -> float:
        """Hours freed on this topic."""
        return self.episodes * self.minutes / 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Freed:
    """gross = Σ terms; net = gross − review − false deflections × overall minutes. Net may be negative."""

    terms: tuple[Term, ...]
    minutes: float
    hand_offs: int
    false_deflections: int
    review_hours: float = 0.0
    """Time logged in the review desk: a lower bound, since nothing is logged without JavaScript."""

    @property
    def gross(self) -> float:
        """Hours freed before costs."""
        return sum(term.hours for term in self.terms)

    @property
    def false_hours(self) -> float:
        """Hours people spent on what the bot had claimed."""
        return self.false_deflections * self.minutes / 60

    @property
    def net(self) -> float:
        """Hours that are really free."""
        return self.gross - self.review_hours - self.false_hours


def freed_of(
    deflected: Mapping[str | None, int],
    handled: Mapping[str | None, tuple[int, float]],
    false_deflections: int,
    default_minutes: float,
    *,
    review_seconds: int = 0,
) -> Freed:
    """Compute the freed hours of verified episodes, and of measured hand-offs with their seconds, by topic.

    `default_minutes` stands in until five hand-offs are measured.
    """
    every = sum(n for n, _ in handled.values())
    overall_known = every >= ENOUGH_HAND_OFFS
    overall = (
        sum(seconds for _, seconds in handled.values()) / every / 60 if overall_known else default_minutes
    )

    def term(topic: str | None, episodes: int) -> Term:
        n, seconds = handled.get(topic, (0, 0.0))
        if topic is not None and n >= ENOUGH_HAND_OFFS:
            return Term(topic=topic, episodes=episodes, minutes=seconds / n / 60, source="topic")
        source: Literal["overall", "setting"] = "overall" if overall_known else "setting"
        return Term(topic=topic, episodes=episodes, minutes=overall, source=source)

    terms = [term(topic, n) for topic, n in deflected.items() if n]
    return Freed(
        terms=tuple(sorted(terms, key=lambda term: (-term.hours, term.topic or ""))),
        minutes=overall,
        hand_offs=every,
        false_deflections=false_deflections,
        review_hours=review_seconds / 3600,
    )
