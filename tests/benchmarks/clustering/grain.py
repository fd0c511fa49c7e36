"""How many clusters a topic the resolution gives that is read from the graph, beside one by rows alone.

.venv/bin/python -m tests.benchmarks.clustering.grain [--draws 180]

Each draw takes some topics of one, two or all three public sets, as they are, equally many of each or by
Zipf, and 5 to 220 rows a topic. `fitted` is the same rule with its two numbers fitted on draws of other
corpora only (of a mixture: on draws of one corpus). What is measured of the graph was chosen with all three
corpora in sight.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray

from faq_clustering.clusters import parameters_for
from faq_clustering.clusters.affinity import affinity
from faq_clustering.clusters.communities import louvain
from faq_clustering.clusters.copies import collapse
from faq_clustering.clusters.resolution import MANY_ROWS, grain, search_for, usual
from faq_clustering.clusters.whitening import whitened
from faq_clustering.neighbours import neighbours_within, normalised
from tests.benchmarks.clustering import results
from tests.benchmarks.clustering.machine import machine
from tests.benchmarks.clustering.sets import CACHE, PUBLIC, Embedded, joined, load

WANTED = 1.4
"""Clusters a topic that the rule aims at."""
GRID = np.array([0.5, 1, 2, 3, 4.5, 6.5, 9, 13, 18, 26, 36, 52, 72, 104])
SETS = (*((name,) for name in PUBLIC), *((PUBLIC[a], PUBLIC[b]) for a, b in ((0, 1), (0, 2), (1, 2))), PUBLIC)
WEIGHTS = (0.2, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1)

Rows = NDArray[np.int64]


def main(draws: Annotated[int, typer.Option(help="How many sets are drawn.")] = 180) -> None:
    """Draw, measure, print the errors and write the file anew."""
    public = {name: load(CACHE, name) for name in PUBLIC}
    found: list[results.Result] = []
    for seed in range(draws):
        corpora, rows = drawn(public, np.random.default_rng([778, seed]))
        found.append({"seed": seed, "corpora": "+".join(corpora), **measured(rows)})
        print(found[-1]["seed"], found[-1]["corpora"], found[-1]["rows"], found[-1]["topics"], flush=True)
    results.write(found, machine(), results.GRAIN)
    for line in summary(found):
        print(line)


def drawn(public: dict[str, Embedded], random: np.random.Generator) -> tuple[tuple[str, ...], Embedded]:
    """Some topics of some corpora: their names and rows, `label` told apart by corpus."""
    corpora = SETS[int(random.choice(len(SETS), p=WEIGHTS))]
    whole = joined(
        [replace(public[name], labels=np.char.add(f"{name} ", public[name].labels)) for name in corpora]
    )
    topics = [
        np.flatnonzero(whole.labels == f"{name} {label}")
        for name in corpora
        for label in np.unique(public[name].labels)
    ]
    least = min(35.0, 0.6 * len(topics))
    count = round(float(np.exp(random.uniform(np.log(least), np.log(len(topics))))))
    chosen = [topics[place] for place in random.choice(len(topics), count, replace=False)]
    rows = np.concatenate(_thinned(chosen, random))
    return corpora, whole.take(np.sort(rows))


def _thinned(topics: Sequence[Rows], random: np.random.Generator) -> list[Rows]:
    sizes = np.array([len(rows) for rows in topics])
    each = float(np.exp(random.uniform(np.log(5), np.log(220))))
    shape = random.choice(["as they are", "equal", "zipf"], p=[0.6, 0.2, 0.2])
    if shape == "as they are":
        wanted = sizes * min(1.0, each / sizes.mean())
    elif shape == "equal":
        wanted = np.full(len(sizes), each)
    else:
        weight = 1 / np.arange(1, len(sizes) + 1) ** 0.7
        wanted = weight / weight.sum() * each * len(sizes)
    kept = np.clip(np.round(wanted).astype(int), 3, sizes)
    return [random.choice(rows, count, replace=False) for rows, count in zip(topics, kept, strict=True)]


def measured(rows: Embedded) -> dict[str, Any]:
    """What the graph tells, and how many clusters it falls into at each resolution of GRID."""
    unit = normalised(rows.vectors)
    originals = collapse(unit, rows.keys.tolist()).rows
    chosen = parameters_for(len(originals))
    spread = whitened(unit[originals], chosen.components)
    graph = affinity(*neighbours_within(spread, chosen.neighbours))
    seen = grain(graph)
    counts = [int((np.bincount(louvain(graph, float(at))) >= chosen.min_cluster_size).sum()) for at in GRID]
    return {
        "rows": len(originals),
        "topics": len(np.unique(rows.labels)),
        "uneven": round(seen.uneven, 4),
        "cut_growth": round(seen.cut_growth, 4),
        "resolution": round(search_for(graph).resolution, 3),
        "clusters": counts,
    }


def summary(found: Sequence[results.Result]) -> list[str]:
    """Error of the clusters a topic against WANTED, in logarithms: mean and deviation of each rule."""
    usable = [one for one in found if max(one["clusters"]) >= WANTED * one["topics"]]
    lines = []
    for title, some in (
        ("all", usable),
        (f"{MANY_ROWS} rows and more", [one for one in usable if one["rows"] >= MANY_ROWS]),
    ):
        by = {
            "by rows": [float(usual(one["rows"])) for one in some],
            "read": [one["resolution"] for one in some],
            "fitted": [_fitted_elsewhere(one, usable) for one in some],
        }
        for rule, chosen in by.items():
            errors = np.array([error(one, at) for one, at in zip(some, chosen, strict=True)])
            over = float((errors > np.log(1.6 / WANTED)).mean())
            lines.append(
                f"{title}, {rule}: {errors.mean():+.2f} ± {errors.std():.2f} ({len(some)} draws),"
                f" more than 1.6 clusters a topic in {over:.0%}"
            )
    return lines


def error(one: results.Result, resolution: float) -> float:
    """log(clusters a topic / WANTED) at a resolution, between two of GRID over its logarithm."""
    count = float(np.interp(np.log(resolution), np.log(GRID), one["clusters"]))
    return float(np.log(max(count, 1.0) / one["topics"] / WANTED))


def _fitted_elsewhere(one: results.Result, found: Sequence[results.Result]) -> float:
    own = set(one["corpora"].split("+"))
    elsewhere = [
        other
        for other in found
        if (not own & set(other["corpora"].split("+")) if len(own) == 1 else "+" not in other["corpora"])
    ]
    seen = np.array([[other["uneven"], 1.0] for other in elsewhere])
    wanted = np.array([np.log(_wanted(other)) - 0.5 * np.log(usual(other["rows"])) for other in elsewhere])
    worth, level = np.linalg.lstsq(seen, wanted, rcond=None)[0]
    return float(np.exp(level + worth * one["uneven"]) * np.sqrt(usual(one["rows"])))


def _wanted(one: results.Result) -> float:
    """The resolution of GRID, or between two of it, that gives WANTED clusters a topic."""
    share = np.array(one["clusters"]) / one["topics"]
    place = int(np.argmax(share >= WANTED))
    if place == 0:
        return float(GRID[0])
    part = (WANTED - share[place - 1]) / (share[place] - share[place - 1])
    return float(np.exp(np.log(GRID[place - 1]) + part * np.log(GRID[place] / GRID[place - 1])))


if __name__ == "__main__":
    typer.run(main)
