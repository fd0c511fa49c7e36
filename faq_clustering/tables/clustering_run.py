"""From a table to the files of a run."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from faq_clustering.clusters import Constraints
from faq_clustering.tables.bad_input import BadInput
from faq_clustering.tables.constraints_file import read_constraints, renumbered
from faq_clustering.tables.history import carried_on, previous_labels
from faq_clustering.tables.reading import Table
from faq_clustering.tables.stored import StoredRun
from faq_clustering.tables.writing import Source, write_run

if TYPE_CHECKING:
    from faq_clustering.clustering import Clustering, Encoder, Progress


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """What to cluster: the rows of a table with text, and what is known of them."""

    source: Source
    texts: list[str]
    constraints: Constraints | None
    previous: StoredRun | None
    given: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What to say at the end. kinds: how many clusters are new, grown, …; empty without an older run."""

    texts: int
    blank: int
    clusters: int
    noise: int
    kinds: Mapping[str, int]


def wanted(
    table: Table, column: str, *, constraints: Path | None = None, previous: StoredRun | None = None
) -> Job:
    """Everything that can be refused, before anything is embedded."""
    texts = table.column(column)
    rows = [row for row, text in enumerate(texts) if text]
    if not texts:
        raise BadInput(f"{table.path} has no rows below its header.")
    if not rows:
        raise BadInput(f"{table.path} has no text in column {column!r}.")
    given: dict[str, Any] = {"previous": previous.directory.resolve().name} if previous else {}
    bound = None
    if constraints:
        bound = read_constraints(constraints, texts)
        given["constraints"] = {"together": bound.together, "apart": bound.apart}
        bound = renumbered(bound, rows)
    return Job(
        source=Source(table=table, column=column, rows=rows),
        texts=[texts[row] for row in rows],
        constraints=bound,
        previous=previous,
        given=given,
    )


def clustered(job: Job, encoder: "Encoder", on_progress: "Progress | None" = None) -> "Clustering":
    """The clusters of the job's texts."""
    # Imported late: it brings the search, the words and the trees with it.
    from faq_clustering.clustering import cluster
    from faq_clustering.clusters import search_of

    old = job.previous
    if old:
        old.insist_on(encoder.model_id)
    return cluster(
        job.texts,
        encoder,
        constraints=job.constraints,
        previous=previous_labels(old, job.texts) if old else None,
        search_before=search_of(old.manifest.get("parameters", {})) if old else None,
        on_progress=on_progress,
    )


def store(job: Job, found: "Clustering", folder: Path, model: str) -> Outcome:
    """Write the files of a run into `folder`. `model`: what the embedding model was called."""
    old = job.previous
    ids, lineage = {label: label for label in found.names}, None
    if old:
        ids, lineage = carried_on(old, job.texts, found.labels.tolist())
    write_run(found, job.source, folder, model=model, ids=ids, lineage=lineage, given=job.given)
    return Outcome(
        texts=len(job.texts),
        blank=len(job.source.table.rows) - len(job.texts),
        clusters=len(ids),
        noise=int((found.labels < 0).sum()),
        kinds=lineage["kinds"] if lineage else {},
    )
