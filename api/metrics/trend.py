"""A rate over the weeks as one small line. Nothing here does I/O."""

from collections.abc import Sequence

WIDTH, HEIGHT, EDGE = 80, 22, 3


def trend(shares: Sequence[float | None]) -> str:
    """Return the path of a sparkline from 0 to 100 %; weeks without a value are gaps."""
    step = (WIDTH - 2 * EDGE) / max(1, len(shares) - 1)
    path, open_ = [], False
    for i, share in enumerate(shares):
        if share is None:
            open_ = False
            continue
        x, y = EDGE + i * step, EDGE + (HEIGHT - 2 * EDGE) * (1 - share)
        # A week on its own becomes a dot: a line to itself with round ends.
        path.append(f"{'L' if open_ else 'M'}{x:.1f} {y:.1f}" + ("" if open_ else "h0"))
        open_ = True
    return "".join(path)
