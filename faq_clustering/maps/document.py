"""The map as data: frozen values, and one JSON that page and console both read."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq_clustering.labels import ClusterName
from faq_clustering.maps.colours import DARK, LIGHT, colours_for

VERSION = 1
EXCERPT = 80
GRID = 10_000
"""Places are whole numbers: 10,000 is the map's radius, far below a pixel at any useful zoom."""
LIMIT = 2 * GRID


@dataclass(frozen=True, kw_only=True, slots=True)
class MapPoint:
    """A row on the map. x and y are whole, y upwards; cluster is an index into the clusters, -1 for noise."""

    row: int
    x: int
    y: int
    cluster: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MapCluster:
    """A cluster on the map; colour is an index into the palette, x and y its median place."""

    id: int
    size: int
    name: str
    keywords: tuple[str, ...]
    x: int
    y: int
    colour: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MapDocument:
    """A whole map. Clusters come largest first."""

    title: str
    points: tuple[MapPoint, ...]
    clusters: tuple[MapCluster, ...]

    @property
    def noise(self) -> int:
        """Points in no cluster."""
        return sum(point.cluster < 0 for point in self.points)

    def to_json(self) -> str:
        """Compact JSON, a column for each field of the points."""
        points = self.points
        columns = {
            "row": [point.row for point in points],
            "x": [point.x for point in points],
            "y": [point.y for point in points],
            "cluster": [point.cluster for point in points],
            "text": [point.text for point in points],
        }
        clusters = [
            {
                "id": one.id,
                "size": one.size,
                "name": one.name,
                "keywords": list(one.keywords),
                "x": one.x,
                "y": one.y,
                "colour": one.colour,
            }
            for one in self.clusters
        ]
        whole = {
            "version": VERSION,
            "title": self.title,
            "radius": GRID,
            "counts": {"points": len(points), "clusters": len(clusters), "noise": self.noise},
            "palette": {"light": LIGHT, "dark": DARK},
            "clusters": clusters,
            "points": columns,
        }
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def map_document(
    title: str,
    texts: Sequence[str],
    places: NDArray[np.float32],
    labels: NDArray[np.int32],
    names: dict[int, ClusterName],
) -> MapDocument:
    """The document of n texts at places (n, 2) with labels (n,); names as `name_clusters` gives them."""
    if not len(texts) == len(places) == len(labels):
        raise ValueError("Texts, places and labels must be as many.")
    grid = np.clip(np.rint(np.asarray(places, np.float64) * GRID), -LIMIT, LIMIT).astype(np.int64)
    ids, sizes = np.unique(labels[labels >= 0], return_counts=True)
    order = np.argsort(-sizes, kind="stable")
    ids, sizes = ids[order], sizes[order]
    middles = [np.rint(np.median(grid[labels == label], axis=0)).astype(int) for label in ids]
    index = {-1: -1} | {int(label): number for number, label in enumerate(ids)}
    colours = colours_for(np.asarray(middles, np.float32).reshape(-1, 2))
    clusters = tuple(
        MapCluster(
            id=int(label),
            size=int(size),
            name=excerpt(names[int(label)].representative) if int(label) in names else f"#{label}",
            keywords=names[int(label)].keywords if int(label) in names else (),
            x=int(middle[0]),
            y=int(middle[1]),
            colour=colour,
        )
        for label, size, middle, colour in zip(ids, sizes, middles, colours, strict=True)
    )
    points = tuple(
        MapPoint(row=row, x=x, y=y, cluster=index[max(label, -1)], text=excerpt(text))
        for row, ((x, y), label, text) in enumerate(zip(grid.tolist(), labels.tolist(), texts, strict=True))
    )
    return MapDocument(title=excerpt(title), points=points, clusters=clusters)


def excerpt(text: str) -> str:
    """At most 80 characters on one line, without control characters and lone surrogates."""
    line = re.sub(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+", " ", text).strip()
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1].rstrip() + "…"
