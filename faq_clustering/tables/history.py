"""A run that follows another: which rows are the same, and which ids go on."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faq_clustering.lineage import Change, carry_identity, remember
from faq_clustering.tables.stored import StoredRun
from faq_clustering.text import normalise

Member = tuple[str, int]
"""A row, the same in both files: the hash of its normalised text, and which copy of that text it is."""


def previous_labels(old: StoredRun, texts: Sequence[str]) -> NDArray[np.int32]:
    """The cluster each text had in the older run, -1 where it had none or was not there. int32 (n,)."""
    known = dict(zip(_hashes(old.texts), old.assignments.cluster.tolist(), strict=True))
    return np.array([known.get(text, -1) for text in _hashes(texts)], np.int32)


def carried_on(
    old: StoredRun, texts: Sequence[str], labels: Sequence[int]
) -> tuple[dict[int, int], dict[str, Any]]:
    """The id of each label, and the content of lineage.json. What is new has an id above all before."""
    before = {
        member: cluster if cluster >= 0 else None
        for member, cluster in zip(_members(old.texts), old.assignments.cluster.tolist(), strict=True)
    }
    remembered = _recalled(old.lineage.get("remembered", {}))
    result = carry_identity(before, dict(zip(_members(texts), labels, strict=True)), remembered)
    born = {label: old.next_id + number for number, label in enumerate(result.born)}
    ids = result.ids | born
    memory = remember(before, result, remembered)
    return ids, {
        "previous": old.directory.resolve().name,
        "next_id": old.next_id + len(born),
        "kinds": dict(sorted(Counter(change.kind.value for change in result.changes).items())),
        "changes": [_entry(change, ids) for change in result.changes],
        "remembered": _kept(memory),
    }


def _entry(change: Change[int], ids: Mapping[int, int]) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "cluster": change.id if change.label is None else ids[change.label],
        "before": change.before,
        "after": change.after,
        "kept": change.kept,
        "joined": change.joined,
        "left": change.left,
        "came_from": [{"cluster": id_, "rows": rows} for id_, rows in change.came_from],
        "went_to": [{"cluster": ids[label], "rows": rows} for label, rows in change.went_to],
    }


def _hashes(texts: Sequence[str]) -> list[str]:
    return [hashlib.sha256(normalise(text).encode()).hexdigest()[:24] for text in texts]


def _members(texts: Sequence[str]) -> list[Member]:
    seen: Counter[str] = Counter()
    members = []
    for text in _hashes(texts):
        members.append((text, seen[text]))
        seen[text] += 1
    return members


def _kept(memory: Mapping[Member, int]) -> dict[str, list[list[Any]]]:
    kept: dict[str, list[list[Any]]] = {}
    for member, id_ in sorted(memory.items(), key=lambda entry: (entry[1], entry[0])):
        kept.setdefault(str(id_), []).append(list(member))
    return kept


def _recalled(kept: Mapping[str, list[list[Any]]]) -> dict[Member, int]:
    return {(str(text), int(copy)): int(id_) for id_, members in kept.items() for text, copy in members}
