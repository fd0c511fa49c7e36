"""Every metric of one period against another, and what may be said of it. Nothing here does I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from api.errors import Invalid
from api.metrics.comparison.differences import Difference, holm, of_medians, of_shares
from api.metrics.metric import Figure
from api.metrics.periods import Period

LEVEL = 0.05
"""The chance, over all metrics of the page together, that one is said to differ though none does."""
MORE_IS_BETTER = {
    "verified_deflection", "claimed_deflection", "answer_coverage", "confirmed_precision",
    "answer_rate", "service_level", "csat_bot", "csat_agent",
}  # fmt: skip
LESS_IS_BETTER = {
    "abandonment", "blocked", "recontact", "false_deflection", "unanswered",
    "first_response_bot", "first_response_human", "resolution_time", "handle_time",
}  # fmt: skip
"""Containment, escalation and the reaction rate are neither: more of them can be good or bad."""


class PeriodsOverlap(Invalid):
    """The two periods share days. Choose two that do not overlap."""


class Verdict(StrEnum):
    """What may be said of two figures."""

    UP = "up"
    DOWN = "down"
    UNSURE = "unsure"
    """A difference cannot be told from chance."""
    FEW = "few"
    """Too few on one side."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """The figures of one period, and the seconds behind each duration, (n,)."""

    period: Period
    figures: Mapping[str, Figure]
    seconds: Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """One metric in both periods. `p` is adjusted for all metrics compared (Holm)."""

    slug: str
    before: Figure
    after: Figure
    duration: bool
    difference: Difference | None
    p: float | None
    verdict: Verdict

    @property
    def better(self) -> bool | None:
        """Whether the change is for the better; nothing where none is sure, or where more may be either."""
        if self.verdict not in {Verdict.UP, Verdict.DOWN}:
            return None
        if self.slug in MORE_IS_BETTER:
            return self.verdict is Verdict.UP
        return self.verdict is Verdict.DOWN if self.slug in LESS_IS_BETTER else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """All metrics of two periods. `tests` is how many were compared at once."""

    before: Period
    after: Period
    rows: tuple[Compared, ...]
    tests: int

    def row(self, slug: str) -> Compared:
        """Return one metric."""
        return next(row for row in self.rows if row.slug == slug)


def earlier(period: Period) -> Period:
    """Return the period of as many days that ends the day before `period` begins."""
    last = period.first - timedelta(days=1)
    return Period(first=last - timedelta(days=period.days - 1), last=last, zone=period.zone)


def apart(before: Period, after: Period) -> None:
    """Raise `PeriodsOverlap` when a day is in both: the same episodes would be compared with themselves."""
    if before.first <= after.last and after.first <= before.last:
        raise PeriodsOverlap


def compare(before: Measured, after: Measured) -> Comparison:
    """Compare every metric of two periods; those with 30 on both sides are tested."""
    found = {slug: _difference(slug, before, after) for slug in after.figures}
    tested = [slug for slug, difference in found.items() if difference is not None]
    adjusted = dict(zip(tested, holm([one.p for one in found.values() if one is not None]), strict=True))
    rows = [
        Compared(
            slug=slug,
            before=before.figures[slug],
            after=after.figures[slug],
            duration=slug in after.seconds,
            difference=difference,
            p=adjusted.get(slug),
            verdict=_verdict(difference, adjusted.get(slug)),
        )
        for slug, difference in found.items()
    ]
    return Comparison(before=before.period, after=after.period, rows=tuple(rows), tests=len(tested))


def reach(rows: Sequence[Compared]) -> float:
    """Return how far from no difference the intervals of the rates go, to draw them all to one scale."""
    ends = [
        max(abs(row.difference.low), abs(row.difference.high))
        for row in rows
        if row.difference is not None and not row.duration
    ]
    return max(ends, default=0.0) or 1.0


def _difference(slug: str, before: Measured, after: Measured) -> Difference | None:
    one, other = before.figures[slug], after.figures[slug]
    if not (one.enough and other.enough):
        return None
    if slug in after.seconds:
        return of_medians(before.seconds[slug], after.seconds[slug])
    return of_shares((one.numerator, one.denominator), (other.numerator, other.denominator))


def _verdict(difference: Difference | None, p: float | None) -> Verdict:
    if difference is None or p is None:
        return Verdict.FEW
    if p >= LEVEL or difference.value == 0:
        return Verdict.UNSURE
    return Verdict.UP if difference.value > 0 else Verdict.DOWN
