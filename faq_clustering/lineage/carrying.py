"""Which cluster of the last run, or of an earlier one, each new label is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic

from faq_clustering.lineage.changes import Change, changes_of
from faq_clustering.lineage.flows import flows_between
from faq_clustering.lineage.matching import matched
from faq_clustering.lineage.overlap import Id, Member, by_least_member, overlap_of


@dataclass(frozen=True, kw_only=True, slots=True)
class LineageResult(Generic[Id]):
    """Which identities go on.

    ids: the old id each new label carries on, those that returned among them; born: new labels that need a
    new id; gone: ids of the last run no label carries; changes: one for each label, then for each gone id.
    """

    ids: dict[int, Id]
    born: tuple[int, ...]
    gone: tuple[Id, ...]
    changes: tuple[Change[Id], ...]


def carry_identity(
    old: Mapping[Member, Id | None],
    new: Mapping[Member, int],
    remembered: Mapping[Member, Id] | None = None,
) -> LineageResult[Id]:
    """Match clusters one to one by the members they share (docs/clustering.md has the rule).

    `old` gives the cluster id of each inquiry in the last run (None: it had none), `new` its label now (-1:
    noise). Overlap is counted over inquiries known to both runs: growth and retention alone change no
    identity. `remembered` gives the last id of members of clusters that were gone before: a label that
    carries on none of the living may have one of those back. Ties fall the same way whatever the order of
    the mappings and the numbers of the labels.
    """
    overlap = overlap_of(old, new, old.keys() & new.keys(), by_least_member(new))
    carried = matched(overlap)
    unnamed = [label for label in overlap.labels if label not in carried]
    returned = _returned(old, new, remembered or {}, unnamed)
    ids = {**carried, **{label: id_ for label, (id_, _, _) in returned.items()}}
    living = set(carried.values())
    return LineageResult(
        ids=dict(sorted(ids.items())),
        born=tuple(sorted(label for label in unnamed if label not in returned)),
        gone=tuple(id_ for id_ in overlap.ids if id_ not in living),
        changes=changes_of(flows_between(old, new, overlap), carried, returned),
    )


def remember(
    old: Mapping[Member, Id | None], result: LineageResult[Id], remembered: Mapping[Member, Id] | None = None
) -> dict[Member, Id]:
    """What the run after this one should remember: members of clusters gone now or before, and not back."""
    gone, back = set(result.gone), set(result.ids.values())
    memory = {member: id_ for member, id_ in (remembered or {}).items() if id_ not in back}
    return memory | {member: id_ for member, id_ in old.items() if id_ is not None and id_ in gone}


def _returned(
    old: Mapping[Member, Id | None],
    new: Mapping[Member, int],
    remembered: Mapping[Member, Id],
    labels: list[int],
) -> dict[int, tuple[Id, int, int]]:
    """Of each label that has an id back: the id, its members when last seen, and those of them it has."""
    living = {id_ for id_ in old.values() if id_ is not None}
    memory = {member: id_ for member, id_ in remembered.items() if id_ not in living}
    overlap = overlap_of(memory, new, (old.keys() | memory.keys()) & new.keys(), labels)
    had = flows_between(memory, new, overlap)
    return {label: (id_, had.before[id_], had.shared[label, id_]) for label, id_ in matched(overlap).items()}
