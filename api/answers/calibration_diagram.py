"""The shape of the reliability diagram: how often answers are right against how sure they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

SIDE, LEFT, BOTTOM, TOP, RIGHT = 260, 46, 40, 12, 14
LARGEST, SMALLEST = 9.0, 3.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """One bin: its place, its size by weight, and what it says."""

    x: float
    y: float
    r: float
    confidence: float
    right: float
    weight: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Diagram:
    """Both axes go from 0 to 100 %; on the diagonal confidence and truth agree."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    rules: tuple[tuple[float, float, int], ...]
    """Place on the x axis, on the y axis, and the percentage."""
    path: str
    spots: tuple[Spot, ...]


def reliability_diagram(bins: Sequence[Mapping[str, float]]) -> Diagram:
    """Draw bins of `confidence`, `right` (both 0 to 1) and `weight`."""

    def x(share: float) -> float:
        return round(LEFT + SIDE * share, 1)

    def y(share: float) -> float:
        return round(TOP + SIDE * (1 - share), 1)

    heaviest = max((one["weight"] for one in bins), default=1.0) or 1.0
    spots = tuple(
        Spot(
            x=x(one["confidence"]),
            y=y(one["right"]),
            r=round(max(SMALLEST, LARGEST * sqrt(one["weight"] / heaviest)), 1),
            confidence=one["confidence"],
            right=one["right"],
            weight=one["weight"],
        )
        for one in bins
    )
    return Diagram(
        width=LEFT + SIDE + RIGHT,
        height=TOP + SIDE + BOTTOM,
        left=LEFT,
        right=LEFT + SIDE,
        top=TOP,
        bottom=TOP + SIDE,
        rules=tuple((x(p / 100), y(p / 100), p) for p in (0, 25, 50, 75, 100)),
        path="M" + "L".join(f"{spot.x} {spot.y}" for spot in spots) if spots else "",
        spots=spots,
    )
