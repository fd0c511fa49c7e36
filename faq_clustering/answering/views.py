"""Three ways to look at the same embeddings; what one confuses, another may tell apart."""

from dataclasses import dataclass

import numpy as np

from faq_clustering.answering.space import Floats, Integers, unit, whitening

TEMPER = 0.25
"""Each principal component is divided by its variance to this power: half way to whitening, which lets the
differences inside a topic be heard beside the topics themselves (measured in `docs/answering.md`)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Views:
    """Transforms (d, d) of centred embeddings: as they are, tempered, and whitened within the FAQs."""

    transforms: tuple[Floats, ...]

    @classmethod
    def of(cls, centred: Floats, group: Integers, others: Floats) -> "Views":
        """From phrasings (n, d) with the FAQ of each, and texts of no FAQ (m, d)."""
        plain = np.eye(centred.shape[1], dtype=np.float32)
        return cls(
            transforms=(plain, _tempered(np.concatenate([centred, others])), _within(centred, group, others))
        )

    def __call__(self, centred: Floats) -> tuple[Floats, ...]:
        """Rows (n, d) in every view, each of length 1."""
        return (unit(centred), *(unit(centred @ transform) for transform in self.transforms[1:]))


def _tempered(rows: Floats) -> Floats:
    variance, directions = np.linalg.eigh((rows.T @ rows / max(len(rows), 1)).astype(np.float64))
    # Of few texts most directions have no variance at all; they must not be blown up.
    floor = max(float(variance.max()) * 1e-3, 1e-12)
    tempered: Floats = (directions * np.maximum(variance, floor) ** -TEMPER).astype(np.float32)
    return tempered


def _within(centred: Floats, group: Integers, others: Floats) -> Floats:
    # The background is many topics: it stands in only where FAQs show too little of how people vary.
    few = len(centred) - len(np.unique(group)) < centred.shape[1] // 2
    return whitening(centred, group, others if few else others[:0])
