"""Eight weeks of a candidate as small bars, drawn on the server."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, GAP = 96, 24, 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One week: place and size in the drawing, and the count it stands for."""

    x: float
    y: float
    width: float
    height: float
    count: int
    weeks_ago: int


def bars(weekly: Sequence[int]) -> list[Bar]:
    """Return one bar a week, oldest first. The axis starts at 0; an empty week keeps a hairline."""
    highest = max(weekly, default=0) or 1
    width = (WIDTH - GAP * (len(weekly) - 1)) / max(1, len(weekly))
    drawn = []
    for place, count in enumerate(weekly):
        height = max(1.0, HEIGHT * count / highest)
        drawn.append(
            Bar(
                x=round(place * (width + GAP), 2),
                y=round(HEIGHT - height, 2),
                width=round(width, 2),
                height=round(height, 2),
                count=count,
                weeks_ago=len(weekly) - 1 - place,
            )
        )
    return drawn


def trend_word(trend: float) -> str:
    """Name a trend: rising from a quarter more on, falling from a quarter less on."""
    return "rising" if trend >= 0.25 else "falling" if trend <= -0.25 else "steady"


def tightness_word(tightness: float) -> str:
    """Name how alike the members are (mean cosine with their centre)."""
    return "tight" if tightness >= 0.68 else "fair" if tightness >= 0.56 else "loose"
