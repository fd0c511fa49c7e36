"""Ours at as many clusters as a rival makes: a fair comparison, because purity is bought with clusters."""

from collections.abc import Sequence

import numpy as np

from tests.benchmarks.clustering.results import Result

COMPARED = ("purity", "share_found", "ari")


def at_count(line: Sequence[Result], clusters_per_intent: float) -> dict[str, float]:
    """Ours at that count: between two points of the frontier, straight over the logarithm of the count.

    `line`: one set at several resolutions. Beyond its ends the nearest end counts.
    """
    points = sorted(line, key=lambda point: point["clusters_per_intent"])
    counts = np.log([point["clusters_per_intent"] for point in points])
    wanted = np.log(clusters_per_intent)
    return {name: float(np.interp(wanted, counts, [point[name] for point in points])) for name in COMPARED}


def equal_counts(found: Sequence[Result], frontier: Sequence[Result], rival: str) -> list[list[str]]:
    """Rows of a table: set, the rival's clusters per intent, then ours / the rival's of each figure."""
    rows = []
    for name in dict.fromkeys(point["set"] for point in frontier):
        for other in (run for run in found if run["set"] == name and run["method"] == rival):
            ours = at_count([p for p in frontier if p["set"] == name], other["clusters_per_intent"])
            pairs = (f"{ours[figure]:.2f} / {other[figure]:.2f}" for figure in COMPARED)
            rows.append([name, f"{other['clusters_per_intent']:.2f}", *pairs])
    return rows
