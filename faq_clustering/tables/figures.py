"""Figures of a stored run."""

from typing import Any

import numpy as np

from faq_clustering.evaluation import cohesion, evaluate, sizes, stability
from faq_clustering.tables.bad_input import BadInput
from faq_clustering.tables.reading import Table
from faq_clustering.tables.stored import StoredRun
from faq_clustering.text import normalise, read_demand


def against(run: StoredRun, table: Table, column: str) -> dict[str, Any]:
    """Against the labels in a column, row by row. Rows without one are left out, and counted."""
    truth = table.column(column)
    if len(truth) != len(run.texts):
        raise BadInput(
            f"{run.directory} has {len(run.texts):,} rows but {table.path} {len(truth):,}:"
            " it must be the file that was clustered, or one with the same rows."
        )
    rows = [row for row, label in enumerate(truth) if label]
    if not rows:
        raise BadInput(f"{table.path} has no labels in column {column!r}.")
    found = evaluate(
        run.assignments.cluster[rows], [truth[row] for row in rows], run.assignments.nearest[rows]
    )
    return {**found, "rows_without_label": len(truth) - len(rows)}


def alone(run: StoredRun) -> dict[str, Any]:
    """Without labels, over the rows that have text."""
    asked = run.asked
    labels = run.assignments.cluster[asked]
    vectors = run.vectors[asked].astype(np.float32)
    return {"rows": len(labels), **sizes(labels), **cohesion(vectors, labels)}


def resampled(run: StoredRun, times: int) -> dict[str, Any]:
    """How much of a clustering of these rows stays without a tenth of them. Constraints are not looked at."""
    from faq_clustering.clusters import cluster_vectors

    vectors = run.vectors[run.asked].astype(np.float32)
    keys = [normalise(read_demand(text).questions[0]) for text in run.texts if text]
    return dict(
        stability(vectors, keys, lambda some, names: cluster_vectors(some, names).labels, range(times))
    )
