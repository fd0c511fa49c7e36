"""A row of weeks as a small line. Nothing here does I/O."""

from collections.abc import Sequence
from dataclasses import dataclass

WEEKS = 12
WIDTH, HEIGHT, EDGE = 120, 28, 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Sparkline:
    """The last twelve weeks: their values, the line, and the place of the last point."""

    values: tuple[int, ...]
    path: str
    x: float
    y: float
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(weeks: Sequence[float], *, top: float = 0) -> Sparkline | None:
    """Draw the last weeks, from 0 up to the highest or to `top`; nothing without any week."""
    values = tuple(round(week) for week in weeks[-WEEKS:])
    if not values:
        return None
    top = max(*values, top) or 1
    step = (WIDTH - 2 * EDGE) / max(1, len(values) - 1)
    points = [
        (round(EDGE + i * step, 1), round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * value / top, 1))
        for i, value in enumerate(values)
    ]
    x, y = points[-1]
    return Sparkline(values=values, path="M" + "L".join(f"{x} {y}" for x, y in points), x=x, y=y)
