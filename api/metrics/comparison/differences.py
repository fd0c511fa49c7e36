"""How far two samples differ, and how sure that is. Nothing here does I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, exp, lgamma, sqrt

import numpy as np
from numpy.typing import NDArray

from api.metrics.intervals import wilson

EXPECTED = 5.0
"""Under this many expected in any cell the normal curve is no good, and Fisher's test counts exactly."""
DRAWS = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """After less before, with its 95 % interval and the two-sided p of no difference."""

    value: float
    low: float
    high: float
    p: float


def of_shares(before: tuple[int, int], after: tuple[int, int]) -> Difference:
    """Compare two shares, each `(hits, n)` with n above 0.

    The interval is the hybrid score interval, method 10 of Newcombe, R. G. (1998), Interval estimation for
    the difference between independent proportions. p is of the pooled z test, or of Fisher's where cells
    are small.
    """
    (x, m), (y, n) = before, after
    p, q = x / m, y / n
    (p_low, p_high), (q_low, q_high) = wilson(x, m), wilson(y, n)
    return Difference(
        value=q - p,
        low=max(-1.0, q - p - sqrt((q - q_low) ** 2 + (p_high - p) ** 2)),
        high=min(1.0, q - p + sqrt((q_high - q) ** 2 + (p - p_low) ** 2)),
        p=chance(before, after),
    )


def chance(before: tuple[int, int], after: tuple[int, int]) -> float:
    """Return the two-sided p that both shares are one."""
    (x, m), (y, n) = before, after
    hits, both = x + y, m + n
    if min(hits, both - hits) * min(m, n) / both < EXPECTED:
        return fisher(before, after)
    pooled = hits / both
    z = (y / n - x / m) / sqrt(pooled * (1 - pooled) * (1 / m + 1 / n))
    return erfc(abs(z) / sqrt(2))


def fisher(before: tuple[int, int], after: tuple[int, int]) -> float:
    """Return the two-sided p of Fisher's exact test: of all tables no likelier than this one."""
    (x, m), (y, n) = before, after
    hits = x + y

    def chosen(of: int, k: int) -> float:
        return lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1)

    def likely(k: int) -> float:
        return chosen(m, k) + chosen(n, hits - k) - chosen(m + n, hits)

    # Rounding must not leave out the table itself, nor one as likely on the other side.
    here = likely(x) + 1e-7
    tables = range(max(0, hits - n), min(hits, m) + 1)
    return min(1.0, sum(exp(one) for one in map(likely, tables) if one <= here))


def of_medians(before: NDArray[np.float64], after: NDArray[np.float64], *, seed: int = 0) -> Difference:
    """Compare the medians of two samples, (n,) each, not empty, any order, by the percentile bootstrap.

    p is twice the share of draws on the other side of no difference (Efron & Tibshirani, 1993, ch. 13 and
    15). The same samples give the same figures: the draws are seeded.
    """
    random = np.random.default_rng(seed)
    drawn = _medians(np.sort(after), random) - _medians(np.sort(before), random)
    low, high = np.percentile(drawn, [2.5, 97.5])
    # A draw of no difference at all is on either side. One is added: finitely many draws give no p of 0.
    side = min((drawn <= 0).sum(), (drawn >= 0).sum())
    return Difference(
        value=float(np.median(after) - np.median(before)),
        low=float(low),
        high=float(high),
        p=min(1.0, 2 * (float(side) + 1) / (DRAWS + 1)),
    )


def _medians(ordered: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float64]:
    """Draw medians of resamples of `ordered`, (n,) ascending, without resampling: (DRAWS,).

    The k-th smallest of a resample sits where the k-th smallest of n uniform numbers says, and that is
    Beta(k, n - k + 1): a draw costs the same for ten values and for a million.
    """
    n = len(ordered)
    upper = n // 2 + 1
    place = random.beta(upper, n - upper + 1, DRAWS)
    found = ordered[np.minimum(n - 1, (place * n).astype(np.int64))]
    if n % 2:
        return found
    # Of an even number the middle is between two; the lower is the largest of those below the upper.
    below = place * random.beta(upper - 1, 1, DRAWS)
    middle: NDArray[np.float64] = (found + ordered[(below * n).astype(np.int64)]) / 2
    return middle


def holm(chances: Sequence[float]) -> list[float]:
    """Return each p adjusted for how many there are, in the same order.

    Holm, S. (1979), A simple sequentially rejective multiple test procedure.
    """
    adjusted = [1.0] * len(chances)
    least = 0.0
    for rank, i in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        least = max(least, min(1.0, chances[i] * (len(chances) - rank)))
        adjusted[i] = least
    return adjusted
