"""Where the members of each cluster went, and where those of each label came from."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from faq_clustering.lineage.overlap import Id, Member, Overlap, Sortable

Place = TypeVar("Place", bound=Sortable)
Sources = tuple[tuple[Id, int], ...]
Targets = tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Flows(Generic[Id]):
    """Sizes and flows between two runs.

    before, after: all members of each id in the last run and of each label now. known_before, known_after:
    those of them that both runs know. shared: members of each pair. sources, targets: (id or label, members),
    most members first. growth: inquiries of this run by those of the last.
    """

    before: Mapping[Id, int]
    after: Mapping[int, int]
    known_before: Mapping[Id, int]
    known_after: Mapping[int, int]
    shared: Mapping[tuple[int, Id], int]
    sources: Mapping[int, Sources[Id]]
    targets: Mapping[Id, Targets]
    growth: float

    def came_from(self, label: int, but: Id | None = None) -> Sources[Id]:
        """The ids that members of a label had, most first."""
        return tuple(source for source in self.sources.get(label, ()) if source[0] != but)

    def went_to(self, id_: Id, but: int | None = None) -> Targets:
        """The labels that members of an id have, most first."""
        return tuple(target for target in self.targets.get(id_, ()) if target[0] != but)

    def flowed(self, id_: Id, label: int) -> bool:
        """Whether half of a cluster or more is in a label now."""
        return 2 * self.shared[label, id_] >= self.known_before[id_]

    def stem(self, label: int) -> Id | None:
        """The cluster that half of a label or more was in; of two halves the first."""
        source = next(iter(self.came_from(label)), None)
        return source[0] if source and 2 * source[1] >= self.known_after[label] else None

    def parts(self, id_: Id, carried: Mapping[int, Id]) -> Targets:
        """The labels that stem from a cluster and carry on none."""
        return tuple(
            target for target in self.went_to(id_) if target[0] not in carried and self.stem(target[0]) == id_
        )


def flows_between(
    old: Mapping[Member, Id | None], new: Mapping[Member, int], overlap: Overlap[Id]
) -> Flows[Id]:
    """Everything a report needs, from the two runs and their overlap."""
    shared = {
        (overlap.labels[row], overlap.ids[column]): count
        for row, column, count in zip(
            overlap.rows.tolist(), overlap.columns.tolist(), overlap.shared.tolist(), strict=True
        )
    }
    sources: dict[int, list[tuple[Id, int]]] = {}
    targets: dict[Id, list[tuple[int, int]]] = {}
    for (label, id_), count in shared.items():
        sources.setdefault(label, []).append((id_, count))
        targets.setdefault(id_, []).append((label, count))
    return Flows(
        before=Counter(cluster for cluster in old.values() if cluster is not None),
        after=Counter(label for label in new.values() if label >= 0),
        known_before=dict(zip(overlap.ids, overlap.in_old.tolist(), strict=True)),
        known_after=dict(zip(overlap.labels, overlap.in_new.tolist(), strict=True)),
        shared=shared,
        sources={label: tuple(sorted(found, key=_most_first)) for label, found in sources.items()},
        targets={id_: tuple(sorted(found, key=_most_first)) for id_, found in targets.items()},
        growth=len(new) / len(old) if old else 1.0,
    )


def _most_first(flow: tuple[Place, int]) -> tuple[int, Place]:
    return -flow[1], flow[0]
