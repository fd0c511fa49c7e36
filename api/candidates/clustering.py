"""One clustering run: every inquiry to a topic, topics to candidates."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from sqlalchemy.orm import Session

from api.candidates.impact import weigh_candidates
from api.candidates.lineage_store import (
    Material,
    NewCluster,
    close_run,
    inquiries_after,
    last_finished_run,
    only_one_run,
    open_candidates,
    open_run,
    read_material,
    read_members,
    write_clusters,
    write_members,
)
from api.database import notify, transaction
from api.house import House
from api.inquiries.vectors import ensure_vectors
from faq_clustering.clusters import Clustering, cluster_vectors
from faq_clustering.labels import ClusterName, name_clusters
from faq_clustering.lineage import LineageResult, carry_identity
from faq_clustering.text import demand_of, normalise

# A run is due when so many inquiries are new, or after a week (docs/clustering.md).
GROWTH = 0.05
WEEK = timedelta(days=7)
STAGES = ("embedding", "clustering", "writing")

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class RunSummary:
    """What a run did. `carried` clusters kept their id; `seconds` are by stage."""

    run_id: int
    inquiries: int
    embedded: int
    clusters: int
    noise: int
    born: int
    carried: int
    gone: int
    candidates: int
    seconds: dict[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found:
    """What the library made of the material."""

    clustering: Clustering
    names: dict[int, ClusterName]
    lineage: LineageResult[int]


def cluster_now(house: House, on_progress: Progress | None = None) -> RunSummary:
    """Cluster all inquiries, Japanese and English together.

    Only new texts are embedded. `on_progress` hears (stage, done, all), the stages being `STAGES`. Raises
    `ClusteringRuns` while another process is at it.
    """
    told = on_progress or (lambda stage, done, every: None)
    with only_one_run(house.engine):
        started, watch = house.clock(), [time.perf_counter()]
        embedded = ensure_vectors(house.sessions, house.embedder, lambda d, n: told(STAGES[0], d, n))
        watch.append(time.perf_counter())
        told(STAGES[1], 0, 1)
        with transaction(house.sessions) as session:
            material = read_material(session, house.embedder.model_id)
            run = last_finished_run(session)
            old = _old_members(material, read_members(session), run.counts["last_inquiry_id"] if run else 0)
        found = _cluster(material, old)
        watch.append(time.perf_counter())
        told(STAGES[1], 1, 1)
        told(STAGES[2], 0, 1)
        with transaction(house.sessions) as session:
            run_id = open_run(session, model_id=house.embedder.model_id, now=started)
            candidates = _write(session, run_id, material, found)
            weigh_candidates(
                session, now=house.clock(), default_minutes=house.settings.default_handle_minutes
            )
            watch.append(time.perf_counter())
            counts = {
                "inquiries": len(material.ids),
                "embedded": embedded,
                "clusters": len(found.names),
                "noise": int((found.clustering.labels < 0).sum()),
                "born": len(found.lineage.born),
                "carried": len(found.lineage.ids),
                "gone": len(found.lineage.gone),
                "candidates": candidates,
            }
            seconds = dict(zip(STAGES, np.diff(watch).round(2).tolist(), strict=True))
            close_run(
                session,
                run_id,
                parameters=found.clustering.parameters,
                counts={**counts, "seconds": seconds, "last_inquiry_id": max(material.ids, default=0)},
                now=house.clock(),
            )
            notify(session, "candidates")
        told(STAGES[2], 1, 1)
        return RunSummary(run_id=run_id, seconds=seconds, **counts)


def _cluster(material: Material, old: dict[int, int | None]) -> _Found:
    asked = [demand_of(text) for text in material.texts]
    clustering = cluster_vectors(material.vectors, [normalise(text) for text in asked])
    labels = dict(zip(material.ids, clustering.labels.tolist(), strict=True))
    return _Found(
        clustering=clustering,
        names=name_clusters(asked, material.vectors, clustering.labels),
        lineage=carry_identity(old, labels),
    )


def _write(session: Session, run_id: int, material: Material, found: _Found) -> int:
    """Write clusters, members and candidates; how many candidates are new."""
    ids = write_clusters(session, run_id, _clusters(material, found))
    places = zip(
        material.ids, found.clustering.labels.tolist(), found.clustering.strength.tolist(), strict=True
    )
    members = [(inquiry, ids[label], strength) for inquiry, label, strength in places if label >= 0]
    write_members(session, members, in_place_of_all=True)
    return open_candidates(session, list(ids.values()))


def clustering_is_due(house: House) -> bool:
    """Whether a run is worth it: inquiries but no run yet, five per cent new ones, or a week gone by."""
    with transaction(house.sessions) as session:
        run = last_finished_run(session)
        if run is None or run.finished_at is None:
            return inquiries_after(session, 0) > 0
        new = inquiries_after(session, run.counts.get("last_inquiry_id", 0))
        grown = new > GROWTH * run.counts.get("inquiries", 0)
        return grown or (new > 0 and house.clock() - run.finished_at >= WEEK)


def _old_members(material: Material, known: dict[int, int], last: int) -> dict[int, int | None]:
    """The cluster each inquiry had; None for those the last run saw and gave none."""
    return {id_: known.get(id_) for id_ in material.ids if id_ in known or id_ <= last}


def _clusters(material: Material, found: _Found) -> dict[int, tuple[int | None, NewCluster]]:
    labels, tightness = found.clustering.labels, found.clustering.tightness
    sizes = np.bincount(labels[labels >= 0], minlength=len(tightness))
    return {
        label: (
            found.lineage.ids.get(label),
            NewCluster(
                language=name.language,
                size=int(sizes[label]),
                tightness=round(float(tightness[label]), 4),
                representative=name.representative,
                representative_inquiry_id=material.ids[name.representative_row],
                keywords=name.keywords,
            ),
        )
        for label, name in found.names.items()
    }
