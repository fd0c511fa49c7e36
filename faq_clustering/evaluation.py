"""How well clusters agree with labels that people gave."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score, v_measure_score


def evaluate(
    labels: NDArray[np.int32], truth: Sequence[str], filled: NDArray[np.int32] | None = None
) -> dict[str, float | int]:
    """Figures of a clustering against the true intents.

    ari and nmi are over all rows, from `filled` where it is given (noise given to a neighbouring cluster),
    else with noise as one cluster, as v_measure always counts it. purity: the share of clustered rows that
    belong to their cluster's majority intent. intents_found: intents that are the majority of some cluster.
    """
    if len(labels) != len(truth):
        raise ValueError(f"There are {len(labels)} rows but {len(truth)} true labels.")
    names, intents = np.unique(np.array(truth, dtype=str), return_inverse=True)
    clustered = labels >= 0
    found, cluster = np.unique(labels[clustered], return_inverse=True)
    table = np.zeros((len(found), len(names)), np.int64)
    np.add.at(table, (cluster, intents[clustered]), 1)
    everywhere = labels if filled is None else filled
    return {
        "rows": len(labels),
        "intents": len(names),
        "clusters": len(found),
        "noise": round(float(1 - clustered.mean()) if len(labels) else 0.0, 4),
        "purity": round(float(table.max(axis=1, initial=0).sum() / max(1, clustered.sum())), 4),
        "intents_found": len(set(table.argmax(axis=1).tolist())) if len(found) else 0,
        "ari": round(float(adjusted_rand_score(intents, everywhere)), 4),
        "nmi": round(float(normalized_mutual_info_score(intents, everywhere)), 4),
        "v_measure": round(float(v_measure_score(intents, labels)), 4),
    }
