"""How sure a rate is."""

from math import sqrt

ENOUGH = 30
"""Under this many, a rate is shown as not enough data."""
Z = 1.959963984540054
"""The normal quantile of a two-sided 95 % interval."""


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of `hits` out of `n`; `n` must not be 0.

    Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference. Unlike the
    textbook interval it stays within 0 and 1 and is honest for small `n`.
    """
    share = hits / n
    middle = share + Z * Z / (2 * n)
    spread = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    scale = 1 + Z * Z / n
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
