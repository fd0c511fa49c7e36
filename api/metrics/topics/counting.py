"""Topics of a period: how many asked, what became of them, the hours freed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from api.episodes.labels import Label


class Column(StrEnum):
    """What is counted of eligible episodes; each opens the list of a part of the metric in `METRICS`."""

    ASKED = "asked"
    VERIFIED = "verified"
    CLAIMED = "claimed"
    ESCALATED = "escalated"
    RECONTACTED = "recontacted"
    UNANSWERED = "unanswered"


METRICS: Mapping[Column, tuple[str, str]] = {
    Column.ASKED: ("containment", "denominator"),
    Column.VERIFIED: ("verified_deflection", "numerator"),
    Column.CLAIMED: ("claimed_deflection", "numerator"),
    Column.ESCALATED: ("escalation_rate", "numerator"),
    Column.RECONTACTED: ("recontact", "numerator"),
    Column.UNANSWERED: ("unanswered", "numerator"),
}
CONDITIONS: Mapping[Column, Callable[[Any], Any]] = {
    Column.ASKED: lambda episode: episode.eligible,
    Column.VERIFIED: lambda episode: episode.claimed & episode.stayed_away & episode.matured,
    Column.CLAIMED: lambda episode: episode.claimed,
    Column.ESCALATED: lambda episode: episode.label == Label.ESCALATED.value,
    Column.RECONTACTED: lambda episode: episode.claimed & episode.recontacted & episode.matured,
    Column.UNANSWERED: lambda episode: episode.eligible & episode.unanswered,
}
"""Asked of columns, as a metric's conditions are."""


class TopicSort(StrEnum):
    """By what topics are sorted, most first."""

    ASKED = "asked"
    VERIFIED = "verified"
    ESCALATED = "escalated"
    RECONTACTED = "recontacted"
    UNANSWERED = "unanswered"
    HOURS = "hours"


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicRow:
    """One topic; `topic` is nothing for what has not been grouped yet."""

    topic: str | None
    counts: Mapping[Column, int]
    share: float
    """Of all that was asked."""
    hours: float
    """Freed by the verified ones."""


def ordered(rows: Iterable[TopicRow], sort: TopicSort) -> list[TopicRow]:
    """Return the rows, most first; what has no topic comes last."""

    def key(row: TopicRow) -> tuple[bool, float, int, str]:
        size = row.hours if sort is TopicSort.HOURS else row.counts[Column(sort)]
        return (row.topic is None, -size, -row.counts[Column.ASKED], row.topic or "")

    return sorted(rows, key=key)
