"""How sure a difference of two rates is, and how many contacts it takes. Nothing here does I/O."""

from math import sqrt

from api.metrics.intervals import ENOUGH, Z, wilson

HALF_WIDTH = 0.10
"""A difference known to within 10 points, each way, is worth acting on."""


def newcombe(hits: int, n: int, other_hits: int, other_n: int) -> tuple[float, float]:
    """Return the 95 % interval of `hits/n - other_hits/other_n`; neither `n` may be 0.

    Newcombe, R. G. (1998), Interval estimation for the difference between independent proportions:
    comparison of eleven methods, Statistics in Medicine 17, 873-890, method 10: the hybrid of two Wilson
    score intervals. Unlike the textbook interval it stays within -1 and 1 and keeps its promise for few
    contacts and rates near 0 or 1, as a hold-out's is.
    """
    one, other = hits / n, other_hits / other_n
    (low, high), (other_low, other_high) = wilson(hits, n), wilson(other_hits, other_n)
    difference = one - other
    below = sqrt((one - low) ** 2 + (other_high - other) ** 2)
    above = sqrt((high - one) ** 2 + (other - other_low) ** 2)
    return difference - below, difference + above


def contacts_needed(hits: int, n: int, other_hits: int, other_n: int, *, share: float) -> float:
    """Return how many contacts it takes in all for `ENOUGH` in each arm and a half-width of `HALF_WIDTH`.

    `share` of them go to the first arm. The rates are those seen so far, pulled towards one half while there
    are few (one success and one failure added to each).
    """
    one, other = (hits + 1) / (n + 2), (other_hits + 1) / (other_n + 2)
    spread = one * (1 - one) / share + other * (1 - other) / (1 - share)
    return max(ENOUGH / share, ENOUGH / (1 - share), spread * (Z / HALF_WIDTH) ** 2)
