"""FAQs that got worse: the last four weeks against the four before, and how sure that is. No I/O here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import erfc, sqrt

from api.metrics.comparison import differences

DAYS = 28
LEAST = 20
"""Fewer than this on either side are not compared."""
LEVEL = 0.05
"""The chance, over all comparisons together, that one is listed though nothing got worse."""
SATISFIED = 4


class Measure(StrEnum):
    """What is compared; the metric with the same name leads to the episodes behind it."""

    SOLVED = "confirmed_precision"
    RECONTACT = "recontact"
    CSAT = "csat_bot"


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """`hits` of `n`."""

    hits: int
    n: int

    @property
    def rate(self) -> float:
        """The share, 0 to 1."""
        return self.hits / self.n


@dataclass(frozen=True, kw_only=True, slots=True)
class Worse:
    """One measure of one FAQ that got worse. `p` is adjusted for all comparisons (Holm)."""

    faq_id: int
    measure: Measure
    before: Share
    after: Share
    p: float


Key = tuple[int, Measure]
Told = Mapping[Key, Share]


def worsening(before: Told, after: Told) -> list[Worse]:
    """Return what got significantly worse, the surest first."""
    compared = [
        Worse(
            faq_id=key[0],
            measure=key[1],
            before=before[key],
            after=after[key],
            p=chance(before[key], after[key], more_is_worse=key[1] is Measure.RECONTACT),
        )
        for key in before.keys() & after.keys()
        if min(before[key].n, after[key].n) >= LEAST
    ]
    return [one for one in holm(compared) if one.p < LEVEL]


def chance(before: Share, after: Share, *, more_is_worse: bool) -> float:
    """Return the one-sided p of the two-proportion z test with a pooled share: that it got no worse."""
    pooled = (before.hits + after.hits) / (before.n + after.n)
    error = sqrt(pooled * (1 - pooled) * (1 / before.n + 1 / after.n))
    if error == 0:
        return 1.0
    fell = (after.rate - before.rate if more_is_worse else before.rate - after.rate) / error
    return erfc(fell / sqrt(2)) / 2


def holm(compared: Iterable[Worse]) -> list[Worse]:
    """Return the same, the surest first, with p adjusted for how many there are (Holm)."""
    ranked = sorted(compared, key=lambda one: (one.p, one.faq_id, one.measure))
    adjusted = differences.holm([one.p for one in ranked])
    return [replace(one, p=p) for one, p in zip(ranked, adjusted, strict=True)]


def by_faq(found: Iterable[Worse]) -> Mapping[int, list[Worse]]:
    """Return the evidence by FAQ, in its order."""
    grouped: dict[int, list[Worse]] = {}
    for one in found:
        grouped.setdefault(one.faq_id, []).append(one)
    return grouped
