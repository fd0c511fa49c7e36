"""What it is worth to see that topics are unequal in size: draws clustered with and without.

.venv/bin/python -m tests.benchmarks.clustering.skew [--draws 180]

Draws are made as in grain.py, from FIRST on: no number of the recipe was chosen on these. `without` takes
all sizes as alike, as modularity does.
"""

from dataclasses import replace
from typing import Annotated, Any

import numpy as np
import typer

from faq_clustering.clusters import Partition, cluster_vectors, parameters_for
from faq_clustering.clusters.resolution import TELLING, unevenness
from tests.benchmarks.clustering import results
from tests.benchmarks.clustering.grain import drawn
from tests.benchmarks.clustering.machine import machine
from tests.benchmarks.clustering.measures import measure
from tests.benchmarks.clustering.sets import CACHE, PUBLIC, Embedded, load

MEASURES = ("clusters_per_intent", "purity", "share_found", "ari")
FIRST = 1_000
UNEQUAL = 0.4
"""`unevenness` of topics from which a draw is called unequal; 0 is all alike."""


def main(draws: Annotated[int, typer.Option(help="How many sets are drawn.")] = 180) -> None:
    """Draw, cluster twice, print what it gave and write the file anew."""
    public = {name: load(CACHE, name) for name in PUBLIC}
    found: list[results.Result] = []
    for seed in range(FIRST, FIRST + draws):
        corpora, rows = drawn(public, np.random.default_rng([778, seed]))
        if len(rows.labels) >= TELLING:
            found.append({"seed": seed, "corpora": "+".join(corpora), **measured(rows)})
            print(found[-1]["seed"], found[-1]["corpora"], found[-1]["rows"], found[-1]["skew"], flush=True)
    results.write(found, machine(), results.SKEW)
    for line in summary(found):
        print(line)


def measured(rows: Embedded) -> dict[str, Any]:
    """Sizes of topics, the skew that was read, and the measures with and, where it differs, without."""
    keys, chosen = rows.keys.tolist(), parameters_for(len(rows.labels))
    sizes = np.unique(rows.labels, return_counts=True)[1]
    run = cluster_vectors(rows.vectors, keys, chosen)
    seen = _measures(rows, run)
    alike = replace(chosen, most_skew=0.0)
    return {
        "rows": len(rows.labels),
        "topics": len(sizes),
        "unequal": round(unevenness(sizes.astype(float)), 3),
        "skew": run.parameters["skew"],
        "with": seen,
        "without": _measures(rows, cluster_vectors(rows.vectors, keys, alike))
        if run.parameters["skew"]
        else seen,
    }


def _measures(rows: Embedded, run: Partition) -> dict[str, float]:
    found = measure(rows.vectors, run.labels, rows.labels.tolist())
    return {key: found[key] for key in MEASURES}


def summary(found: list[results.Result]) -> list[str]:
    """How often skew is read where it is and where it is not, and the mean gain where it is read."""
    lines = []
    for name, some in (
        ("unequal", [one for one in found if one["unequal"] >= UNEQUAL]),
        ("alike", [one for one in found if one["unequal"] < UNEQUAL]),
    ):
        lines.append(f"{name}: read in {sum(one['skew'] > 0 for one in some)} of {len(some)}")
    for corpora in sorted({one["corpora"] for one in found if one["skew"]} | {""}):
        some = [one for one in found if one["skew"] and corpora in (one["corpora"], "")]
        change = " ".join(
            f"{key} {np.mean([one['without'][key] for one in some]):.3f}"
            f" {np.mean([one['with'][key] - one['without'][key] for one in some]):+.3f}"
            for key in MEASURES
        )
        lines.append(f"{corpora or 'all'} ({len(some)}): {change}")
    return lines


if __name__ == "__main__":
    typer.run(main)
