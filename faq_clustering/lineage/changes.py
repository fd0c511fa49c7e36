"""What became of each cluster, in words a reviewer can act on."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic

from faq_clustering.lineage.flows import Flows
from faq_clustering.lineage.overlap import Id

NOTABLE_SHARE, NOTABLE_ROWS = 0.2, 3
"""A change is notable from a fifth of the cluster on, and from three rows on."""


class Kind(StrEnum):
    """The first that applies.

    Of a label: returned, it has back the id of a topic that was gone. merged, half or more of a cluster whose
    id is gone is in it. split, it lost a notable part to labels that stem from it; or it has no id and stems
    from a cluster, half of its members or more were there. new, it has no id otherwise. grown, shrunk, by a
    notable part against what it was, and against what it would be had it followed the whole set. kept.

    Of a gone id: merged, half of its members or more are in one label. split, a label without an id stems
    from it. gone.
    """

    RETURNED = "returned"
    MERGED = "merged"
    SPLIT = "split"
    NEW = "new"
    GROWN = "grown"
    SHRUNK = "shrunk"
    KEPT = "kept"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True, slots=True)
class Change(Generic[Id]):
    """One label of the new run, or one id that no label carries (its label is None).

    id: None for a label that needs a new one. before, after: members in the last run and now; for a returned
    topic `before` is when it was last there. kept: members of both. came_from: ids its members had in the
    last run, its own left out, most members first; went_to: likewise the labels its old members are in now.
    """

    kind: Kind
    label: int | None
    id: Id | None
    before: int
    after: int
    kept: int
    came_from: tuple[tuple[Id, int], ...] = ()
    went_to: tuple[tuple[int, int], ...] = ()

    @property
    def joined(self) -> int:
        """Members that were not in it before: new inquiries, former noise, and those of `came_from`."""
        return self.after - self.kept

    @property
    def left(self) -> int:
        """Members that are not in it any more: erased, noise now, and those of `went_to`."""
        return self.before - self.kept


def changes_of(
    flows: Flows[Id], carried: Mapping[int, Id], returned: Mapping[int, tuple[Id, int, int]]
) -> tuple[Change[Id], ...]:
    """One change for each label, then one for each id that is gone.

    `returned` gives the id, the members it had, and how many of them are back.
    """
    gone = flows.before.keys() - set(carried.values())
    labels = [
        _returned(label, flows, *returned[label])
        if label in returned
        else _label(label, flows, carried, gone)
        for label in sorted(flows.after)
    ]
    return (*labels, *(_gone(id_, flows, carried) for id_ in sorted(gone)))


def _returned(label: int, flows: Flows[Id], id_: Id, before: int, kept: int) -> Change[Id]:
    return Change(
        kind=Kind.RETURNED,
        label=label,
        id=id_,
        before=before,
        after=flows.after[label],
        kept=kept,
        came_from=flows.came_from(label),
    )


def _label(label: int, flows: Flows[Id], carried: Mapping[int, Id], gone: Set[Id]) -> Change[Id]:
    own = carried.get(label)
    return Change(
        kind=_kind_of_label(label, flows, carried, gone),
        label=label,
        id=own,
        before=flows.before[own] if own is not None else 0,
        after=flows.after[label],
        kept=flows.shared[label, own] if own is not None else 0,
        came_from=flows.came_from(label, but=own),
        went_to=flows.went_to(own, but=label) if own is not None else (),
    )


def _gone(id_: Id, flows: Flows[Id], carried: Mapping[int, Id]) -> Change[Id]:
    kind = Kind.GONE
    if any(flows.flowed(id_, label) for label, _ in flows.went_to(id_)):
        kind = Kind.MERGED
    elif flows.parts(id_, carried):
        kind = Kind.SPLIT
    return Change(
        kind=kind,
        label=None,
        id=id_,
        before=flows.before[id_],
        after=0,
        kept=0,
        went_to=flows.went_to(id_),
    )


def _kind_of_label(label: int, flows: Flows[Id], carried: Mapping[int, Id], gone: Set[Id]) -> Kind:
    own = carried.get(label)
    if any(id_ in gone and flows.flowed(id_, label) for id_, _ in flows.came_from(label)):
        return Kind.MERGED
    if own is None:
        return Kind.SPLIT if flows.stem(label) is not None else Kind.NEW
    before, after = flows.before[own], flows.after[label]
    if _notable(before, sum(count for _, count in flows.parts(own, carried))):
        return Kind.SPLIT
    # Neither is news if all clusters did the same: a third more inquiries, or a year's erased.
    expected = before * flows.growth
    if _notable(largest := max(before, expected), after - largest):
        return Kind.GROWN
    if _notable(smallest := min(before, expected), smallest - after):
        return Kind.SHRUNK
    return Kind.KEPT


def _notable(size: float, change: float) -> bool:
    return change >= NOTABLE_ROWS and change >= NOTABLE_SHARE * size
