"""How good clusters are: against labels that people gave, without any, and from sample to sample."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import (
    adjusted_rand_score,
    homogeneity_completeness_v_measure,
    normalized_mutual_info_score,
)
from sklearn.metrics.cluster import contingency_matrix

from faq_clustering.lineage import carry_identity
from faq_clustering.neighbours import Floats, neighbours_within, normalised

NEIGHBOURS = 10
LEFT_OUT = 0.1
BLOCK = 20_000

Labels = NDArray[np.int32]
Cluster = Callable[[NDArray[np.float32], Sequence[str]], Labels]
"""From vectors (n, d) and the texts' keys to labels int32 (n,), -1 for noise."""


def evaluate(labels: Labels, truth: Sequence[str], filled: Labels | None = None) -> dict[str, float | int]:
    """Figures of a clustering against the true intents.

    ari and nmi are over all rows, from `filled` where it is given (noise given to a neighbouring cluster),
    else with noise as one cluster, as homogeneity, completeness and v_measure always count it. purity: the
    share of clustered rows that belong to their cluster's majority intent. intents_found: intents that are
    the majority of some cluster; share_found: of all intents. largest_share: rows in the largest cluster.
    """
    if len(labels) != len(truth):
        raise ValueError(f"There are {len(labels)} rows but {len(truth)} true labels.")
    names, intents = np.unique(np.array(truth, dtype=str), return_inverse=True)
    clustered = labels >= 0
    found, cluster = np.unique(labels[clustered], return_inverse=True)
    table = np.zeros((len(found), len(names)), np.int64)
    np.add.at(table, (cluster, intents[clustered]), 1)
    majorities = len(set(table.argmax(axis=1).tolist())) if len(found) else 0
    everywhere = labels if filled is None else filled
    homogeneity, completeness, v_measure = homogeneity_completeness_v_measure(intents, labels)
    return {
        "rows": len(labels),
        "intents": len(names),
        **sizes(labels),
        "clusters_per_intent": round(len(found) / max(1, len(names)), 3),
        "purity": _rounded(table.max(axis=1, initial=0).sum() / max(1, clustered.sum())),
        "intents_found": majorities,
        "share_found": _rounded(majorities / max(1, len(names))),
        "ari": _rounded(adjusted_rand_score(intents, everywhere)),
        "nmi": _rounded(normalized_mutual_info_score(intents, everywhere)),
        "homogeneity": _rounded(homogeneity),
        "completeness": _rounded(completeness),
        "v_measure": _rounded(v_measure),
    }


def sizes(labels: Labels) -> dict[str, float | int]:
    """The number of clusters, and the shares of rows that are noise and in the largest cluster."""
    _, members = np.unique(labels[labels >= 0], return_counts=True)
    rows = max(1, len(labels))
    return {
        "clusters": len(members),
        "noise": _rounded((labels < 0).sum() / rows),
        "largest_share": _rounded(members.max(initial=0) / rows),
    }


def cohesion(vectors: NDArray[np.float32], labels: Labels) -> dict[str, float | None]:
    """Figures that need no true labels, over the rows in clusters; None where there are none to compare.

    (n, d) vectors, centred first, because sentence vectors lie in a narrow cone; n labels, -1 for noise.
    tightness: mean cosine with the own centre. silhouette: the simplified one (Hruschka et al., 2004), from
    1 - cosine with the own and with the nearest other centre, -1..1. neighbours_shared: the share of the 10
    nearest rows, noise among them, that are in the same cluster.
    """
    member = labels >= 0
    if not member.any():
        return {"tightness": None, "silhouette": None, "neighbours_shared": None}
    unit = normalised(vectors)
    unit = normalised(unit - unit.mean(axis=0))
    _, cluster = np.unique(labels[member], return_inverse=True)
    own, other = _with_centres(unit[member], cluster)
    near, _ = neighbours_within(unit, NEIGHBOURS)
    shared = (labels[near] == labels[:, None])[member] & (near[member] >= 0)
    return {
        "tightness": _rounded(own.mean()),
        "silhouette": _rounded(_silhouette(own, other)) if other is not None else None,
        "neighbours_shared": _rounded(shared.mean()) if shared.size else None,
    }


def stability(
    vectors: NDArray[np.float32], keys: Sequence[str], cluster: Cluster, seeds: Sequence[int] = (0, 1, 2)
) -> dict[str, float | int]:
    """What stays when a random tenth of the rows is left out, as a mean over `seeds`.

    ari: over the rows in a cluster both times. pairs_kept: of pairs in one cluster, those that still are.
    ids_kept: of rows in a cluster both times, those whose cluster carries on the one they were in
    (`lineage`). noise_changed: rows that went into or out of noise.
    """
    whole = cluster(vectors, keys)
    runs = []
    for seed in seeds:
        size = len(whole) - int(LEFT_OUT * len(whole))
        rows = np.sort(np.random.default_rng(seed).permutation(len(whole))[:size])
        runs.append(_kept(whole[rows], cluster(vectors[rows], [keys[row] for row in rows.tolist()])))
    means = {
        name: _rounded(float(np.mean([run[name] for run in runs]))) for name in (runs[0] if runs else ())
    }
    return {"resamples": len(runs), **means}


def _kept(before: Labels, after: Labels) -> dict[str, float]:
    both = (before >= 0) & (after >= 0)
    pairs = _pairs(np.unique(before[before >= 0], return_counts=True)[1])
    ids: dict[int, int | None] = {row: old if old >= 0 else None for row, old in enumerate(before.tolist())}
    carried = carry_identity(ids, dict(enumerate(after.tolist()))).ids
    same = [
        carried.get(new) == old for old, new in zip(before[both].tolist(), after[both].tolist(), strict=True)
    ]
    return {
        "ari": float(adjusted_rand_score(before[both], after[both])),
        "pairs_kept": _pairs(contingency_matrix(before[both], after[both])) / pairs if pairs else 1.0,
        "ids_kept": float(np.mean(same)) if same else 1.0,
        "noise_changed": float(((before >= 0) != (after >= 0)).mean()) if len(before) else 0.0,
    }


def _pairs(members: NDArray[np.int64]) -> float:
    return float((members * (members - 1) / 2).sum())


def _with_centres(unit: Floats, cluster: NDArray[np.int64]) -> tuple[Floats, Floats | None]:
    """Each row's cosine with its own centre and with the nearest other one (None: there is no other)."""
    centres = np.zeros((int(cluster.max()) + 1, unit.shape[1]), np.float32)
    np.add.at(centres, cluster, unit)
    centres = normalised(centres)
    own = np.einsum("ij,ij->i", unit, centres[cluster])
    if len(centres) < 2:
        return own, None
    other = np.empty(len(unit), np.float32)
    for start in range(0, len(unit), BLOCK):
        cosines = unit[start : start + BLOCK] @ centres.T
        cosines[np.arange(len(cosines)), cluster[start : start + BLOCK]] = -np.inf
        other[start : start + BLOCK] = cosines.max(axis=1)
    return own, other


def _silhouette(own: Floats, other: Floats) -> float:
    a, b = np.clip(1 - own, 0, 2), np.clip(1 - other, 0, 2)
    farther = np.maximum(a, b)
    return float(np.divide(b - a, farther, out=np.zeros_like(a), where=farther > 0).mean())


def _rounded(figure: float) -> float:
    return round(float(figure), 4)
