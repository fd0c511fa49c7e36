"""Exact duplicates: clustered once, counted every time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq_clustering.clusters.tree import Labels
from faq_clustering.neighbours import Floats


@dataclass(frozen=True, kw_only=True, slots=True)
class Originals:
    """The different texts of a set.

    rows int64 (m,): the row that stands for each. of int64 (n,): the original of each row, 0..m-1.
    """

    rows: NDArray[np.int64]
    of: NDArray[np.int64]

    def copies(self) -> NDArray[np.int64]:
        """How many rows each original stands for. int64 (m,)."""
        return np.bincount(self.of, minlength=len(self.rows))


def collapse(vectors: Floats, keys: Sequence[str] | None) -> Originals:
    """Rows with the same key (without keys: the same vector) become one.

    Originals come in the order of their vectors' bytes, not of their rows, so the order in which inquiries
    were read changes nothing downstream.
    """
    if len(vectors) == 0:
        return Originals(rows=np.empty(0, np.int64), of=np.empty(0, np.int64))
    order = np.argsort(_bytes(vectors), kind="stable")
    names = [keys[row] for row in order] if keys is not None else _bytes(vectors)[order].tolist()
    rows: list[int] = []
    seen: dict[object, int] = {}
    of = np.empty(len(vectors), np.int64)
    for row, name in zip(order.tolist(), names, strict=True):
        if name not in seen:
            seen[name] = len(rows)
            rows.append(row)
        of[row] = seen[name]
    return Originals(rows=np.array(rows, np.int64), of=of)


def gather_copies(found: tuple[Labels, Floats], originals: Originals, least: int) -> tuple[Labels, Floats]:
    """A question asked `least` times in the same words is a cluster, though it has no neighbour."""
    labels, strength = found[0].copy(), found[1].copy()
    alone = np.flatnonzero((labels < 0) & (originals.copies() >= least))
    labels[alone] = labels.max(initial=-1) + 1 + np.arange(len(alone))
    strength[alone] = 1.0
    return labels, strength


def _bytes(vectors: Floats) -> NDArray[np.void]:
    # Adding zero turns -0.0 into 0.0, which compare equal but differ in bytes.
    return np.ascontiguousarray(vectors + np.float32(0)).view(f"V{vectors.shape[1] * 4}").ravel()
