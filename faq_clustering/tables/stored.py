"""A directory that `run` wrote, read again."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faq_clustering.labels import ClusterName
from faq_clustering.tables.assignments import Assignments, read_assignments
from faq_clustering.tables.bad_input import BadInput, content_of

FORMAT = 1
ASSIGNMENTS, CLUSTERS, LINEAGE = "assignments.csv", "clusters.json", "lineage.json"
MANIFEST, VECTORS = "manifest.json", "vectors.npy"


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredRun:
    """texts (n,): what was clustered, stripped. vectors float16 (n, d), mapped from the file: those of each
    row's first question, zeros for a row without text. names by cluster id. lineage: empty for a first run.
    """

    directory: Path
    manifest: dict[str, Any]
    texts: list[str]
    assignments: Assignments
    names: dict[int, ClusterName]
    vectors: NDArray[np.float16]
    lineage: dict[str, Any]

    @property
    def asked(self) -> NDArray[np.bool_]:
        """Which rows have text. (n,)"""
        return np.array([bool(text) for text in self.texts], bool)

    @property
    def next_id(self) -> int:
        """Above every id that this run and those before it gave."""
        return int(self.lineage.get("next_id", max(self.names, default=-1) + 1))

    def insist_on(self, model_id: str) -> None:
        """Vectors of different models cannot be compared."""
        if model_id != self.manifest["model_id"]:
            raise BadInput(
                f"{self.directory} was made with the embedding model {self.manifest['model_id']},"
                f" but this one is {model_id}. Name the same model with --model."
            )


def read_run(directory: Path) -> StoredRun:
    """Everything of a run. What is missing or damaged is said in a sentence."""
    if not (directory / MANIFEST).is_file():
        raise BadInput(f"{directory} is not the result of a run: it has no {MANIFEST}.")
    manifest = _json(directory / MANIFEST)
    lineage = _json(directory / LINEAGE) if (directory / LINEAGE).exists() else {}
    try:
        if manifest["format"] != FORMAT:
            raise BadInput(f"{directory} is of another version: its format is {manifest['format']!r}.")
        assignments, table = read_assignments(directory / ASSIGNMENTS)
        texts = table.column(manifest["source"]["carried_as"])
        names = {
            int(entry["id"]): ClusterName(
                representative_row=int(entry["representative_row"]),
                representative=str(entry["representative"]),
                keywords=tuple(str(word) for word in entry["keywords"]),
                language="en" if entry["language"] == "en" else "ja",
            )
            for entry in _json(directory / CLUSTERS)
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"{directory} is damaged: {error} is missing in one of its files.") from error
    except OverflowError as error:
        raise BadInput(f"{directory} is damaged: {error}.") from error
    vectors = _vectors(directory / VECTORS)
    run = StoredRun(
        directory=directory,
        manifest=manifest,
        texts=texts,
        assignments=assignments,
        names=names,
        vectors=vectors,
        lineage=lineage,
    )
    _check(run)
    return run


def _check(run: StoredRun) -> None:
    rows, kept = len(run.texts), len(run.vectors)
    if rows != kept or rows != run.manifest.get("counts", {}).get("rows"):
        raise BadInput(f"{run.directory} is damaged: {ASSIGNMENTS} has {rows} rows, {VECTORS} {kept}.")
    unnamed = set(run.assignments.cluster.tolist()) - {-1} - run.names.keys()
    if unnamed:
        raise BadInput(f"{run.directory} is damaged: {CLUSTERS} does not have cluster {min(unnamed)}.")


def _json(file: Path) -> Any:
    try:
        return json.loads(content_of(file))
    except (ValueError, RecursionError) as error:
        if isinstance(error, BadInput):
            raise
        raise BadInput(f"{file} is damaged: {error}.") from error


def _vectors(file: Path) -> NDArray[np.float16]:
    try:
        vectors: NDArray[np.float16] = np.load(file, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise BadInput(f"{file} is missing or damaged: {error}.") from error
    if vectors.ndim != 2 or vectors.dtype != np.float16:
        raise BadInput(f"{file} is damaged: it does not hold a table of half-precision numbers.")
    return vectors
