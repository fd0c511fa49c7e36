"""Names on the picture: the largest clusters first, none over another, in at most two lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import ImageFont

from faq_clustering.maps.document import MapCluster

LINES = 2
ACROSS = 13
"""The width of a name, in signs as wide as high."""
GAP = 0.5
MOST = 60
# Latin words stay whole; a Japanese line may end anywhere but before these signs.
PIECES = re.compile(r"[!-~À-ɏ]+\s*|\s+|[^\s][、。，．？！」』）ー々っゃゅょッャュョ]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A name on the picture, in pixels from the top left."""

    cluster: int
    lines: tuple[str, ...]
    left: float
    top: float
    right: float
    bottom: float
    line_height: float

    def touches(self, other: "Box", gap: float) -> bool:
        """Whether less than `gap` pixels lie between the two."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )


def placed(
    clusters: Sequence[MapCluster],
    screen: NDArray[np.float64],
    size: tuple[int, int],
    font: ImageFont.FreeTypeFont,
) -> list[Box]:
    """Boxes of the names that fit, at most 60. `screen` (clusters, 2) has their places in pixels."""
    boxes: list[Box] = []
    for number, (cluster, place) in enumerate(zip(clusters, screen.tolist(), strict=True)):
        box = _box(number, wrapped(printable(cluster.name, font), font), place, size[0], font)
        # The heading has the top of the picture.
        inside = box.top > font.size * 4.5 and box.bottom < size[1]
        if box.lines and inside and not any(box.touches(other, GAP * font.size) for other in boxes):
            boxes.append(box)
        if len(boxes) == MOST:
            break
    return boxes


def _box(
    number: int, lines: tuple[str, ...], place: list[float], across: int, font: ImageFont.FreeTypeFont
) -> Box:
    width = max((font.getlength(line) for line in lines), default=0.0)
    line_height = font.size * 1.3
    left = min(max(place[0] - width / 2, font.size / 2), across - width - font.size / 2)
    # Above the middle, so that a small cluster is seen below its name.
    top = place[1] - line_height * len(lines) - font.size / 3
    return Box(
        cluster=number,
        lines=lines,
        left=left,
        top=top,
        right=left + width,
        bottom=top + line_height * len(lines),
        line_height=line_height,
    )


def wrapped(text: str, font: ImageFont.FreeTypeFont) -> tuple[str, ...]:
    """At most two lines, the last one ending in … where more would follow."""
    width = ACROSS * font.size
    lines = [""]
    for piece in PIECES.findall(text):
        if not lines[-1] or font.getlength((lines[-1] + piece).rstrip()) <= width:
            lines[-1] += piece
        else:
            lines.append(piece.lstrip())
    shown = [line.strip() for line in lines[:LINES]]
    cut = len(lines) > LINES
    fitted = [_fitted(line, width, font, cut and row == LINES - 1) for row, line in enumerate(shown)]
    return tuple(line for line in fitted if line)


def _fitted(line: str, width: float, font: ImageFont.FreeTypeFont, cut: bool) -> str:
    if not cut and font.getlength(line) <= width:
        return line
    while line and font.getlength(line + "…") > width:
        line = line[:-1]
    return line.rstrip() + "…"


def printable(text: str, font: ImageFont.FreeTypeFont) -> str:
    """The text without signs the font lacks (emoji above all), which would come out as empty boxes."""
    path = str(font.path)
    return "".join(sign for sign in text if sign.isspace() or _has(sign, path)).strip()


@cache
def _has(sign: str, path: str) -> bool:
    font = _probe(path)
    return bytes(font.getmask(sign)) != bytes(font.getmask("\uffff"))


@cache
def _probe(path: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, 24)
