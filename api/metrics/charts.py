"""The shape of the weekly chart: lines with their 95 % bands, as SVG paths. Nothing here does I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.metrics.metric import Figure
from api.metrics.periods import Period

TOP, BOTTOM, LEFT, RIGHT = 10, 26, 44, 10
ALONE = 4
"""Half the width of a band that covers one week only."""
LABEL_WIDTH = 64
"""Pixels a date below the chart needs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dot:
    """One week of a line."""

    x: float
    y: float
    week: Period
    figure: Figure


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One metric over the weeks; weeks without a denominator are gaps, not zeros."""

    slug: str
    path: str
    band: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """A chart of rates; its axis goes from 0 to 100 % so that no change looks larger than it is."""

    width: int
    height: int
    levels: tuple[tuple[float, int], ...]
    """Height and percentage of each horizontal rule."""
    dates: tuple[tuple[float, Period], ...]
    lines: tuple[Line, ...]


def weekly_chart(
    weeks: Sequence[Period], series: Mapping[str, Sequence[Figure]], *, width: int, height: int
) -> Chart:
    """Draw one line a metric: `series` holds a figure for each week, in the order of `weeks`."""
    inner = width - LEFT - RIGHT

    def x(i: int) -> float:
        return round(LEFT + inner * (i + 0.5) / len(weeks), 1)

    def y(share: float) -> float:
        return round(TOP + (height - TOP - BOTTOM) * (1 - share), 1)

    def line(slug: str, figures: Sequence[Figure]) -> Line:
        runs: list[list[tuple[int, Figure]]] = [[]]
        for i, figure in enumerate(figures):
            if figure.value is None:
                runs.append([])
            else:
                runs[-1].append((i, figure))
        return Line(
            slug=slug,
            path=" ".join(_path([(x(i), y(f.value or 0)) for i, f in run]) for run in runs if run),
            band=" ".join(
                _band([(x(i), y(f.low or 0), y(f.high or 0)) for i, f in run]) for run in runs if run
            ),
            dots=tuple(
                Dot(x=x(i), y=y(f.value or 0), week=weeks[i], figure=f) for run in runs for i, f in run
            ),
        )

    step = -(-len(weeks) * LABEL_WIDTH // inner)
    return Chart(
        width=width,
        height=height,
        levels=tuple((y(p / 100), p) for p in (0, 25, 50, 75, 100)),
        dates=tuple((x(i), week) for i, week in enumerate(weeks) if i % step == 0),
        lines=tuple(line(slug, figures) for slug, figures in series.items()),
    )


def _band(points: Sequence[tuple[float, float, float]]) -> str:
    if len(points) == 1:
        # A week on its own has no neighbour to draw to: its interval becomes a narrow bar.
        x, low, high = points[0]
        points = [(x - ALONE, low, high), (x + ALONE, low, high)]
    return _path([(x, high) for x, _, high in points] + [(x, low) for x, low, _ in reversed(points)]) + "Z"


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)
