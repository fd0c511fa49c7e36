"""Merges and splits that a reviewer is offered, each with its reason."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from faq_clustering.clusters import AlikePair, DivisibleCluster


def merges_of(pairs: Iterable["AlikePair"], ids: Mapping[int, int]) -> dict[int, list[dict[str, Any]]]:
    """By label, the ids of clusters that may be the same topic, most alike first."""
    offered: dict[int, list[dict[str, Any]]] = {}
    for pair in pairs:
        reason = (
            f"Their centres have a cosine of {pair.cosine:.2f}, and {pair.shared:.0%} of the rows"
            " nearest to one of them lie in the other."
        )
        for label, other in ((pair.left, pair.right), (pair.right, pair.left)):
            offered.setdefault(label, []).append(
                {
                    "id": ids[other],
                    "cosine": round(pair.cosine, 4),
                    "shared": round(pair.shared, 4),
                    "reason": reason,
                }
            )
    return offered


def splits_of(found: Iterable["DivisibleCluster"], rows: Sequence[int]) -> dict[int, dict[str, Any]]:
    """By label, the rows of the source in each part of a cluster that may be two topics."""
    return {
        one.label: {
            "parts": [[rows[number] for number in part] for part in one.parts],
            "cosine": round(one.cosine, 4),
            "reason": (
                f"It has {len(one.parts)} dense parts, of {_listed([len(part) for part in one.parts])} rows,"
                f" whose centres have a cosine of {one.cosine:.2f}."
            ),
        }
        for one in found
    }


def _listed(sizes: Sequence[int]) -> str:
    *most, last = (str(size) for size in sizes)
    return f"{', '.join(most)} and {last}" if most else last
