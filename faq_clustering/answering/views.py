"""Three ways to look at the same embeddings; what one confuses, another may tell apart.

A view is a metric M: the cosine of q and r is q·Mr divided by the lengths √(q·Mq) and √(r·Mr). So a question
is multiplied by M and a text is kept once for all views, beside its length in each: what costs time is to
read the texts, not to reckon with them.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from faq_clustering.answering.space import Floats, Integers, unit, whitening

TEMPER = 0.25
"""Each principal component is divided by its variance to this power: half way to whitening, which lets the
differences inside a topic be heard beside the topics themselves (measured in `docs/answering.md`)."""
CHUNK = 4096


class Rows(NamedTuple):
    """Texts in every view: unit `vectors` (n, d), and one over their length in each view (n, views)."""

    vectors: Floats
    scale: Floats

    def take(self, rows: Integers | np.typing.NDArray[np.bool_]) -> "Rows":
        """The rows asked for."""
        return Rows(self.vectors[rows], self.scale[rows])

    def cosines(self, asked: Floats) -> Floats:
        """To questions as `Views` turns them (q, views, d): (q, views, n)."""
        count, views, dimension = asked.shape
        if count == 1:
            # Three products with a vector read memory once as well, and need no copy of the texts.
            found = np.stack([self.vectors @ question for question in asked[0]])[None]
        else:
            found = (asked.reshape(-1, dimension) @ self.vectors.T).reshape(count, views, -1)
        found *= self.scale.T
        return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Views:
    """Of centred embeddings: as they are, tempered, and whitened within the FAQs. `metrics` (views - 1, d, d)
    are those of the views after the first, whose metric is the identity.
    """

    metrics: Floats

    @classmethod
    def of(cls, centred: Floats, group: Integers, others: Floats) -> "Views":
        """From phrasings (n, d) with the FAQ of each, and texts of no FAQ (m, d)."""
        tempered = _tempered(np.concatenate([centred, others]))
        return cls(metrics=np.stack([tempered, _within(centred, group, others)]))

    def __call__(self, centred: Floats) -> Floats:
        """Questions (q, d) times each metric, over their own length in it (q, views, d)."""
        plain = unit(centred)
        turned = np.empty((len(plain), 1 + len(self.metrics), plain.shape[1]), dtype=np.float32)
        turned[:, 0] = plain
        for view, metric in enumerate(self.metrics, 1):
            turned[:, view] = plain @ metric
        turned *= _one_over(_lengths(plain, turned))[:, :, None]
        return turned

    def rows(self, centred: Floats) -> Rows:
        """Texts (n, d) to compare questions with."""
        vectors = unit(centred)
        scale = np.empty((len(vectors), 1 + len(self.metrics)), dtype=np.float32)
        scale[:, 0] = 1.0
        for start in range(0, len(vectors), CHUNK):
            part = vectors[start : start + CHUNK]
            for view, metric in enumerate(self.metrics, 1):
                scale[start : start + CHUNK, view] = _one_over(_lengths(part, (part @ metric)[:, None]))[:, 0]
        return Rows(vectors, scale)

    def mean(self, sums: Floats) -> Floats:
        """Sums of rows (views, n, d), each of length 1 in its view."""
        means = sums.copy()
        means[0] = unit(sums[0])
        for view, metric in enumerate(self.metrics, 1):
            means[view] *= _one_over(_lengths(sums[view], (sums[view] @ metric)[:, None]))
        return means


def _lengths(vectors: Floats, turned: Floats) -> Floats:
    """Of vectors (n, d) in each view, from what the metrics make of them (n, views, d)."""
    squares: Floats = np.matmul(turned, vectors[:, :, None])[:, :, 0]
    return np.sqrt(np.maximum(squares, 0.0))


def _one_over(lengths: Floats) -> Floats:
    """The inverse of each; 0 for a vector of zeros, which is near to nothing."""
    inverse: Floats = np.where(lengths > 1e-9, 1.0 / np.maximum(lengths, 1e-9), 0.0).astype(np.float32)
    return inverse


def _tempered(rows: Floats) -> Floats:
    variance, directions = np.linalg.eigh((rows.T @ rows / max(len(rows), 1)).astype(np.float64))
    # Of few texts most directions have no variance at all; they must not be blown up.
    floor = max(float(variance.max()) * 1e-3, 1e-12)
    weight = np.maximum(variance, floor) ** (-2 * TEMPER)
    tempered: Floats = ((directions * (weight / weight.mean())) @ directions.T).astype(np.float32)
    return tempered


def _within(centred: Floats, group: Integers, others: Floats) -> Floats:
    # The background is many topics: it stands in only where FAQs show too little of how people vary.
    few = len(centred) - len(np.unique(group)) < centred.shape[1] // 2
    return whitening(centred, group, others if few else others[:0])
