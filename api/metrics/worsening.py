"""FAQs that got worse: the last four weeks against the four before, and how sure that is. No I/O here."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from math import erfc, sqrt

from api.episodes.summary import EpisodeSummary
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


def worsening(episodes: Iterable[EpisodeSummary], *, turn: datetime) -> list[Worse]:
    """Return what got significantly worse since `turn`, the surest first."""
    hits: tuple[Counter[Key], Counter[Key]] = (Counter(), Counter())
    counts: tuple[Counter[Key], Counter[Key]] = (Counter(), Counter())
    for episode in episodes:
        for key, at, hit in _told(episode):
            side = int(at >= turn)
            counts[side][key] += 1
            hits[side][key] += hit
    compared = []
    for key in counts[0].keys() & counts[1].keys():
        before, after = (Share(hits=hits[side][key], n=counts[side][key]) for side in (0, 1))
        if min(before.n, after.n) >= LEAST:
            p = chance(before, after, more_is_worse=key[1] is Measure.RECONTACT)
            compared.append(Worse(faq_id=key[0], measure=key[1], before=before, after=after, p=p))
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


def _told(episode: EpisodeSummary) -> Iterable[tuple[Key, datetime, bool]]:
    for answer in episode.answers:
        if answer.faq_id is not None and answer.reaction is not None:
            yield (answer.faq_id, Measure.SOLVED), answer.at, answer.reaction == "solved"
    shown = [answer.faq_id for answer in episode.answers if answer.faq_id is not None]
    if not shown:
        return
    if episode.claimed and episode.matured:
        yield (shown[-1], Measure.RECONTACT), episode.opened_at, episode.recontacted
    for rating in episode.ratings:
        if rating.about == "bot":
            yield (shown[-1], Measure.CSAT), rating.at, rating.rating >= SATISFIED
