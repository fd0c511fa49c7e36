"""One clustering run: every inquiry to a topic, topics to candidates."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from api.candidates import findings_store
from api.candidates.constraint_store import standing_constraints
from api.candidates.finding import Before, Found, find_clusters
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
from api.candidates.regroup_store import hold_groups
from api.database import notify, transaction
from api.house import House
from api.inquiries.vectors import ensure_vectors
from faq_clustering.clusters import search_of
from faq_clustering.lineage import remember
from faq_clustering.maps import layout

# A run is due when so many inquiries are new, or after a week (docs/clustering.md).
GROWTH = 0.05
WEEK = timedelta(days=7)
REST = timedelta(minutes=10)
"""After a run: on a busy day five per cent are new within a minute, and new ones join clusters meanwhile."""
STAGES = ("embedding", "clustering", "mapping", "writing")

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class RunSummary:
    """What a run did.

    `carried` clusters kept their id, `returned` ones of them got it back; `constraints` of staff held, those
    `left_out` contradict older ones; `seconds` are by stage.
    """

    run_id: int
    inquiries: int
    embedded: int
    clusters: int
    noise: int
    born: int
    carried: int
    returned: int
    gone: int
    candidates: int
    constraints: int
    left_out: int
    seconds: dict[str, float]


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
        while True:
            del watch[2:]
            told(STAGES[1], 0, 1)
            with transaction(house.sessions) as session:
                material = read_material(session, house.embedder.model_id)
                before = _read_before(session, material)
            found = find_clusters(material, before)
            watch.append(time.perf_counter())
            told(STAGES[1], 1, 1)
            told(STAGES[2], 0, 1)
            places = layout(material.vectors, found.partition.labels)
            watch.append(time.perf_counter())
            told(STAGES[2], 1, 1)
            told(STAGES[3], 0, 1)
            with transaction(house.sessions) as session:
                hold_groups(session)
                if _read_before(session, material).members != before.members:
                    # Staff regrouped meanwhile: what they did counts, so begin again from there.
                    continue
                run_id = open_run(session, model_id=house.embedder.model_id, now=started)
                candidates = _write(session, run_id, material, before, found, places)
                weigh_candidates(
                    session, now=house.clock(), default_minutes=house.settings.default_handle_minutes
                )
                watch.append(time.perf_counter())
                counts = {**_counts(material, found), "embedded": embedded, "candidates": candidates}
                seconds = dict(zip(STAGES, np.diff(watch).round(2).tolist(), strict=True))
                close_run(
                    session,
                    run_id,
                    parameters=found.partition.parameters,
                    counts={**counts, "seconds": seconds, "last_inquiry_id": max(material.ids, default=0)},
                    now=house.clock(),
                )
                notify(session, "candidates")
            break
        told(STAGES[3], 1, 1)
        return RunSummary(run_id=run_id, seconds=seconds, **counts)


def clustering_is_due(house: House) -> bool:
    """Whether a run is worth it: inquiries but no run yet, five per cent new ones, or a week gone by.

    Not so soon after the last one: see `REST`.
    """
    with transaction(house.sessions) as session:
        run = last_finished_run(session)
        if run is None or run.finished_at is None:
            return inquiries_after(session, 0) > 0
        if house.clock() - run.finished_at < REST:
            return False
        new = inquiries_after(session, run.counts.get("last_inquiry_id", 0))
        grown = new > GROWTH * run.counts.get("inquiries", 0)
        return grown or (new > 0 and house.clock() - run.finished_at >= WEEK)


def _read_before(session: Session, material: Material) -> Before:
    run, known = last_finished_run(session), read_members(session)
    last = run.counts.get("last_inquiry_id", 0) if run else 0
    return Before(
        first=run is None,
        # None for those the last run saw and gave no cluster.
        members={id_: known.get(id_) for id_ in material.ids if id_ in known or id_ <= last},
        memory=findings_store.read_memory(session),
        said=standing_constraints(session),
        search=search_of(run.parameters) if run else None,
    )


def _write(
    session: Session,
    run_id: int,
    material: Material,
    before: Before,
    found: Found,
    places: NDArray[np.float32],
) -> int:
    """Write clusters, members, candidates and findings; how many candidates are new."""
    ids = write_clusters(session, run_id, _clusters(material, found))
    rows = zip(material.ids, found.partition.labels.tolist(), found.partition.strength.tolist(), strict=True)
    members = [(inquiry, ids[label], strength) for inquiry, label, strength in rows if label >= 0]
    write_members(session, members, in_place_of_all=True)
    findings_store.write_memory(session, remember(before.members, found.lineage, before.memory))
    if not before.first:
        findings_store.write_changes(session, run_id, found.lineage.changes, ids)
    findings_store.write_suggestions(session, run_id, found.alike, found.divisions, ids)
    findings_store.write_map(session, run_id, material.ids, places)
    return open_candidates(session, list(ids.values()))


def _clusters(material: Material, found: Found) -> dict[int, tuple[int | None, NewCluster]]:
    labels, tightness = found.partition.labels, found.partition.tightness
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


def _counts(material: Material, found: Found) -> dict[str, int]:
    return {
        "inquiries": len(material.ids),
        "clusters": len(found.names),
        "noise": int((found.partition.labels < 0).sum()),
        "born": len(found.lineage.born),
        "carried": len(found.lineage.ids),
        "returned": sum(change.kind == "returned" for change in found.lineage.changes),
        "gone": len(found.lineage.gone),
        "constraints": found.held.count,
        "left_out": len(found.held.left_out),
    }
