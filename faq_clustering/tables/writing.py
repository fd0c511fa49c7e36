"""The files of a run, as `faq_clustering.cluster` found it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from faq_clustering.tables.assignments import OWN, Assignments, write_assignments
from faq_clustering.tables.reading import Table, carried_names
from faq_clustering.tables.stored import ASSIGNMENTS, CLUSTERS, FORMAT, LINEAGE, MANIFEST, VECTORS
from faq_clustering.tables.suggestions import merges_of, splits_of

if TYPE_CHECKING:
    from faq_clustering.clustering import Clustering


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """What was clustered: `rows` of the table, those whose text in `column` is not blank."""

    table: Table
    column: str
    rows: Sequence[int]


def write_run(
    found: "Clustering",
    source: Source,
    folder: Path,
    *,
    model: str,
    ids: Mapping[int, int],
    lineage: Mapping[str, Any] | None = None,
    given: Mapping[str, Any] | None = None,
) -> None:
    """Write everything into `folder`. ids: that of each label; given: more for the manifest."""
    placed = assignments_of(found, source, ids)
    write_assignments(placed, source.table, folder / ASSIGNMENTS)
    _write_json(_clusters(found, source.rows, ids), folder / CLUSTERS)
    vectors = np.zeros((len(source.table.rows), found.vectors.shape[1]), np.float16)
    vectors[np.array(source.rows, np.int64)] = found.vectors
    np.save(folder / VECTORS, vectors)
    if lineage is not None:
        _write_json(lineage, folder / LINEAGE)
    # The last one: a folder without it is no result.
    _write_json(_manifest(found, source, model, given or {}), folder / MANIFEST)


def assignments_of(found: "Clustering", source: Source, ids: Mapping[int, int]) -> Assignments:
    """Labels of the texts as ids over all rows of the table; rows without text are in no cluster."""
    rows, n = np.array(source.rows, np.int64), len(source.table.rows)
    cluster, nearest = np.full(n, -1, np.int32), np.full(n, -1, np.int32)
    strength = np.zeros(n, np.float32)
    cluster[rows] = [ids.get(label, -1) for label in found.labels.tolist()]
    nearest[rows] = [ids.get(label, -1) for label in found.nearest.tolist()]
    strength[rows] = found.strength
    also = {
        source.rows[number]: tuple(ids[label] for label in labels if label in ids)
        for number, labels in found.also.items()
    }
    return Assignments(cluster=cluster, strength=strength, nearest=nearest, also=also)


def _clusters(found: "Clustering", rows: Sequence[int], ids: Mapping[int, int]) -> list[dict[str, Any]]:
    """Largest first."""
    size = np.bincount(found.labels[found.labels >= 0], minlength=len(found.tightness))
    merges, splits = merges_of(found.merges, ids), splits_of(found.splits, rows)
    return [
        {
            "id": ids[label],
            "size": int(size[label]),
            "tightness": round(float(found.tightness[label]), 4),
            "representative": name.representative,
            "representative_row": rows[name.representative_row],
            "keywords": list(name.keywords),
            "language": name.language,
            "merge_with": merges.get(label, []),
            "split_into": splits.get(label),
        }
        for label, name in sorted(found.names.items(), key=lambda entry: (-size[entry[0]], entry[0]))
    ]


def _manifest(found: "Clustering", source: Source, model: str, given: Mapping[str, Any]) -> dict[str, Any]:
    table = source.table
    carried = carried_names(table.columns, OWN)
    return {
        "format": FORMAT,
        "version": _version(),
        "model": model,
        "model_id": found.model_id,
        "parameters": found.parameters,
        "counts": {
            "rows": len(table.rows),
            "rows_with_text": len(source.rows),
            "rows_with_several_questions": sum(len(demand.questions) > 1 for demand in found.demands),
            "clusters": len(found.names),
            "noise": int((found.labels < 0).sum()),
        },
        "seconds": found.seconds,
        "source": {
            "name": table.path.name,
            "sha256": table.sha256,
            "encoding": table.encoding,
            "column": source.column,
            "carried_as": carried[table.columns.index(source.column)],
        },
        **given,
    }


def _version() -> str:
    try:
        return version("madoguchi")
    except PackageNotFoundError:
        return "unknown"


def _write_json(content: object, file: Path) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")
