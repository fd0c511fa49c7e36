"""assignments.csv: where each row of a table is, with the table's own columns beside it."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faq_clustering.tables.bad_input import BadInput
from faq_clustering.tables.reading import Table, carried_names, read_table

OWN = ("row", "cluster", "strength", "nearest", "also")

Ids = NDArray[np.int32]


@dataclass(frozen=True, kw_only=True, slots=True)
class Assignments:
    """Ids of clusters, -1 for none, of n rows.

    cluster int32 (n,); strength float32 (n,) in 0..1; nearest int32 (n,): the cluster, or for noise the
    closest one; also: of rows that ask for more than one thing, the clusters of the rest.
    """

    cluster: Ids
    strength: NDArray[np.float32]
    nearest: Ids
    also: dict[int, tuple[int, ...]] = field(default_factory=dict)


def write_assignments(assignments: Assignments, table: Table, file: Path) -> None:
    """One line for each row of the table, in its order."""
    columns = (assignments.cluster.tolist(), assignments.strength.tolist(), assignments.nearest.tolist())
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow([*OWN, *carried_names(table.columns, OWN)])
        for row, (cluster, strength, nearest, fields) in enumerate(zip(*columns, table.rows, strict=True)):
            also = " ".join(str(id_) for id_ in assignments.also.get(row, ()))
            writer.writerow([row, cluster, f"{strength:.4f}", nearest, also, *fields])


def read_assignments(file: Path) -> tuple[Assignments, Table]:
    """What `write_assignments` wrote."""
    table = read_table(file)
    try:
        cluster = np.array(table.column("cluster"), np.int32)
        nearest = np.array(table.column("nearest"), np.int32)
        strength = np.array(table.column("strength"), np.float32)
        also = {
            row: tuple(int(id_) for id_ in ids.split()) for row, ids in enumerate(table.column("also")) if ids
        }
    except (ValueError, OverflowError) as error:
        if isinstance(error, BadInput):
            raise
        raise BadInput(f"{file} is damaged: a cluster or a strength is not a number.") from error
    return Assignments(cluster=cluster, strength=strength, nearest=nearest, also=also), table
