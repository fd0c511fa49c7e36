"""Topics of a period: how many asked, what became of them, the hours freed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, bindparam, not_, true

from api.episodes.labels import Label
from api.outcomes.models import Outcome


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
_MATURED = Outcome.matures_at <= bindparam("now")
CONDITIONS: Mapping[Column, ColumnElement[bool]] = {
    Column.ASKED: true(),
    Column.VERIFIED: and_(Outcome.claimed, Outcome.recontacted_by.is_(None), _MATURED),
    Column.CLAIMED: Outcome.claimed.is_(True),
    Column.ESCALATED: Outcome.label == Label.ESCALATED,
    Column.RECONTACTED: and_(Outcome.claimed, Outcome.recontacted_by.is_not(None), _MATURED),
    Column.UNANSWERED: not_(Outcome.answered),
}


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
