"""The score week by week as a line over its red and green lines. Nothing here does I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

TOP, BOTTOM, LEFT, RIGHT = 10, 22, 30, 12
LABEL_WIDTH = 56


@dataclass(frozen=True, kw_only=True, slots=True)
class Dot:
    """One week's score."""

    x: float
    y: float
    week: date
    score: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreChart:
    """A line from 0 to 100; weeks without a score are gaps."""

    width: int
    height: int
    left: int
    right: int
    levels: tuple[tuple[float, int, str], ...]
    """Height, score and name of each horizontal rule; the name is empty but for red and green."""
    dates: tuple[tuple[float, date], ...]
    path: str
    earlier: str
    """The line of the version before, where there is one."""
    dots: tuple[Dot, ...]


def score_chart(
    weeks: Sequence[date],
    scores: Mapping[date, int],
    *,
    earlier: Mapping[date, int],
    red: int,
    green: int,
    width: int,
    height: int,
) -> ScoreChart:
    """Draw the scores of `weeks`, oldest first, over those that the version before gave."""
    step = (width - LEFT - RIGHT) / max(1, len(weeks) - 1)

    def x(place: int) -> float:
        return round(LEFT + step * place, 1)

    def y(score: float) -> float:
        return round(TOP + (height - TOP - BOTTOM) * (1 - score / 100), 1)

    def path(told: Mapping[date, int]) -> str:
        drawn, gap = "", True
        for place, week in enumerate(weeks):
            if week in told:
                drawn += f"{'M' if gap else 'L'}{x(place)} {y(told[week])}"
            gap = week not in told
        return drawn

    every = max(1, -(-len(weeks) * LABEL_WIDTH // (width - LEFT - RIGHT)))
    return ScoreChart(
        width=width,
        height=height,
        left=LEFT,
        right=width - RIGHT,
        levels=((y(0), 0, ""), (y(red), red, "red"), (y(green), green, "green"), (y(100), 100, "")),
        dates=tuple((x(i), week) for i, week in enumerate(weeks) if (len(weeks) - 1 - i) % every == 0),
        path=path(scores),
        earlier=path(earlier),
        dots=tuple(
            Dot(x=x(place), y=y(scores[week]), week=week, score=scores[week])
            for place, week in enumerate(weeks)
            if week in scores
        ),
    )
