"""How far an account is on the way to what it bought us for. Nothing here does I/O."""


def progress(start: float | None, target: float | None, measured: float | None) -> float | None:
    """Return the share of the way from `start` (else 0) to `target`, 0 to 1; None when nobody can tell.

    Where less is better, `start` lies above `target`: from 20 hours to 8, 14 is half the way.
    """
    if target is None or measured is None:
        return None
    begun = start or 0.0
    if target == begun:
        return float(measured == target)
    return min(1.0, max(0.0, (measured - begun) / (target - begun)))
