"""New inquiries join the clusters that are there, without waiting for the next run."""

from collections.abc import Collection, Mapping

import numpy as np

from api.candidates.constraint_store import set_aside
from api.candidates.impact import weigh_candidates
from api.candidates.lineage_store import (
    Material,
    count_sizes,
    last_finished_run,
    only_one_run,
    read_material,
    read_members,
    write_members,
)
from api.candidates.regroup_store import hold_groups
from api.database import notify, transaction
from api.house import House
from api.inquiries.vectors import ensure_vectors
from faq_clustering.assignment import assign

# Half of the neighbours' vote: .92 of those that join are in their own cluster (docs/clustering.md).
LEAST_SHARE = 0.5


def assign_new(house: House) -> int:
    """Embed the inquiries since the last run and let them join; how many did.

    Raises `ClusteringRuns` while a run or another assignment is at it.
    """
    with only_one_run(house.engine):
        with transaction(house.sessions) as session:
            run = last_finished_run(session)
        if run is None:
            return 0
        ensure_vectors(house.sessions, house.embedder)
        with transaction(house.sessions) as session:
            # What staff regroup meanwhile waits, or this would put new inquiries where a topic was.
            hold_groups(session)
            members = read_members(session)
            material = read_material(session, house.embedder.model_id)
            last = run.counts.get("last_inquiry_id", 0)
            joining = _votes(material, members, last, set_aside(session))
            write_members(session, joining)
            if joining:
                count_sizes(session)
                weigh_candidates(
                    session, now=house.clock(), default_minutes=house.settings.default_handle_minutes
                )
                notify(session, "candidates")
            return len(joining)


def _votes(
    material: Material, members: Mapping[int, int], last: int, aside: Collection[int]
) -> list[tuple[int, int, float]]:
    """(inquiry, cluster, strength) of the new ones that join: a copy its original, others by vote.

    Those `aside` were taken out of a topic by staff: they wait for the next run.
    """
    new = np.array([id_ > last and id_ not in members and id_ not in aside for id_ in material.ids], bool)
    known = np.array([members.get(id_, -1) for id_ in material.ids], np.int32)
    labels, strength = assign(material.vectors[new], material.vectors[~new], known[~new])
    originals = {
        key: members[id_] for id_, key in zip(material.ids, material.keys, strict=True) if id_ in members
    }
    joining: list[tuple[int, int, float]] = []
    for row, label, share in zip(
        np.flatnonzero(new).tolist(), labels.tolist(), strength.tolist(), strict=True
    ):
        cluster = originals.get(material.keys[row])
        if cluster is not None:
            joining.append((material.ids[row], cluster, 1.0))
        elif label >= 0 and share >= LEAST_SHARE:
            joining.append((material.ids[row], label, share))
    return joining
