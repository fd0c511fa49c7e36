"""Ours at other resolutions: what fewer or more clusters cost, on the embeddings of `results.json`.

.venv/bin/python -m tests.benchmarks.clustering.frontier
"""

from dataclasses import replace

from faq_clustering.clusters import cluster_vectors, parameters_for
from tests.benchmarks.clustering import results
from tests.benchmarks.clustering.machine import machine
from tests.benchmarks.clustering.measures import measure
from tests.benchmarks.clustering.results import Result
from tests.benchmarks.clustering.sets import CACHE, PUBLIC, every_set

FACTORS = (0.25, 0.4, 0.6, 0.8, 1.0, 1.3, 1.8, 2.5, 4.0, 7.0)
"""Times the resolution that is read from the graph."""
GROUPS = (*PUBLIC, "banking77-5000", "hwu64-5000")


def main() -> None:
    """Measure and write the file anew."""
    found: list[Result] = []
    for one in every_set(CACHE):
        if one.group not in GROUPS or one.name.endswith("seed1"):
            continue
        rows = one.make()
        keys = rows.keys.tolist()
        chosen = parameters_for(len(set(keys)))
        for factor in FACTORS:
            parameters = replace(chosen, fineness=factor)
            labels = cluster_vectors(rows.vectors, keys, parameters).labels
            figures = measure(rows.vectors, labels, rows.labels.tolist())
            found.append({"set": one.name, "group": one.group, "factor": factor, **figures})
            print(one.name, factor, figures["clusters_per_intent"], figures["purity"], figures["ari"])
    results.write(found, machine(), results.FRONTIER)


if __name__ == "__main__":
    main()
