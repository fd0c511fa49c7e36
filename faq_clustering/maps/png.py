"""The map as a PNG, drawn with Pillow and a font that comes as a wheel: the same picture on every machine."""

from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from faq_clustering.maps.colours import DARK, LIGHT
from faq_clustering.maps.document import GRID, MapDocument
from faq_clustering.maps.placing import Box, placed, printable

Theme = Literal["light", "dark"]
PAPER = {"light": "#fbfaf7", "dark": "#15191b"}
INK = {"light": "#1d2428", "dark": "#e9ebe8"}
QUIET = {"light": "#5b6468", "dark": "#a5adae"}
NOISE = {"light": "#c3c3be", "dark": "#4a5154"}
PALETTE = {"light": LIGHT, "dark": DARK}
EMPTY = "まだ問い合わせがありません。"
OVERSAMPLED = 2
"""Points are drawn twice as large and brought down, which smooths their edges."""


def write_png(
    document: MapDocument, path: Path, *, theme: Theme = "light", width: int = 1600, height: int = 1200
) -> None:
    """Write the map to `path`, width by height pixels, with as many names as fit beside each other."""
    if min(width, height) < 200:
        raise ValueError("A map needs at least 200 by 200 pixels.")
    image = _points(document, theme, (width, height))
    pen = ImageDraw.Draw(image)
    unit = max(12, round(min(width, height) / 75))
    font = label_font(unit)
    middles = np.array([(one.x, one.y) for one in document.clusters], np.float64).reshape(-1, 2)
    boxes = placed(document.clusters, _screen(middles, (width, height)), (width, height), font)
    for box in boxes:
        _write(pen, box, font, theme)
    _heading(pen, document, theme, unit)
    if not document.points:
        pen.text((width / 2, height / 2), EMPTY, fill=QUIET[theme], font=font, anchor="mm")
    image.save(path, format="PNG", optimize=True)


def label_font(size: int) -> ImageFont.FreeTypeFont:
    """The font of every word on the picture, size in pixels."""
    # The package is a folder with a font: it is found, not imported.
    spec = find_spec("noto_cjk_sans_jp_regular")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("The package noto-cjk-sans-jp-regular is not installed.")
    return ImageFont.truetype(Path(spec.submodule_search_locations[0]) / "NotoSansCJKjp-Regular.otf", size)


def _screen(xy: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.float64]:
    """Places (n, 2) of the map in pixels. The map is stretched to the picture, below the heading's strip."""
    width, height = size
    strip = 0.07 * height
    scale = np.array([width, -(height - strip)]) / (2.24 * GRID)
    return xy * scale + (width / 2, (height + strip) / 2)


def _points(document: MapDocument, theme: Theme, size: tuple[int, int]) -> Image.Image:
    width, height = size
    big = (width * OVERSAMPLED, height * OVERSAMPLED)
    image = Image.new("RGB", big, PAPER[theme])
    pen = ImageDraw.Draw(image)
    xy = np.array([(point.x, point.y) for point in document.points], np.float64).reshape(-1, 2)
    xy = _screen(xy, big)
    of = np.array([point.cluster for point in document.points], np.int64)
    radius = max(1.6, min(big) / 1000 * min(3.0, 1 + np.sqrt(2000 / max(1, len(xy)))))
    for row in _order(of):
        cluster = of[row]
        colour = NOISE[theme] if cluster < 0 else PALETTE[theme][document.clusters[cluster].colour]
        reach = radius * 0.8 if cluster < 0 else radius
        x, y = xy[row]
        pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour)
    return image.resize(size, Image.Resampling.LANCZOS)


def _order(of: NDArray[np.int64]) -> list[int]:
    """Noise first, so that it lies below; then as the rows come."""
    found: list[int] = np.argsort(of >= 0, kind="stable").tolist()
    return found


def _write(pen: ImageDraw.ImageDraw, box: Box, font: ImageFont.FreeTypeFont, theme: Theme) -> None:
    for number, line in enumerate(box.lines):
        place = ((box.left + box.right) / 2, box.top + (number + 0.5) * box.line_height)
        halo = max(2, round(font.size / 6))
        pen.text(
            place, line, fill=INK[theme], font=font, anchor="mm", stroke_width=halo, stroke_fill=PAPER[theme]
        )


def _heading(pen: ImageDraw.ImageDraw, document: MapDocument, theme: Theme, unit: int) -> None:
    font, small = label_font(round(unit * 1.4)), label_font(unit)
    counts = (
        f"問い合わせ {len(document.points):,}件・クラスタ {len(document.clusters):,}個"
        f"・未分類 {document.noise:,}件"
    )
    pen.text((unit, unit * 0.6), printable(document.title, font), fill=INK[theme], font=font)
    pen.text((unit, unit * 2.7), counts, fill=QUIET[theme], font=small)
