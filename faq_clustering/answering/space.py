"""The space that questions and phrasings are compared in.

An embedding model puts everything one language says in one corner, so raw cosines are all high and a question
is nearer to any text of its own language than to itself in another. Taking each language's mean away, and
scaling to length 1, undoes both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from faq_clustering.answering.values import Language

Floats: TypeAlias = npt.NDArray[np.float32]
Integers: TypeAlias = npt.NDArray[np.int64]

LANGUAGES: tuple[Language, ...] = ("ja", "en")


def codes(languages: Sequence[Language]) -> Integers:
    """Each language as its place in `LANGUAGES`."""
    return np.array([LANGUAGES.index(language) for language in languages], dtype=np.int64)


def unit(vectors: Floats) -> Floats:
    """Rows scaled to length 1; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Floats = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return scaled


@dataclass(frozen=True, kw_only=True, slots=True)
class Space:
    """`means` is (languages, d), one row a language."""

    means: Floats

    @classmethod
    def of(cls, vectors: Floats, languages: Integers) -> "Space":
        """The space in which each language lies around 0. One without vectors gets the whole mean."""
        whole = vectors.mean(axis=0) if len(vectors) else np.zeros(vectors.shape[1], dtype=np.float32)
        means = [
            vectors[languages == code].mean(axis=0) if np.any(languages == code) else whole
            for code in range(len(LANGUAGES))
        ]
        return cls(means=np.array(means, dtype=np.float32))

    def centred(self, vectors: Floats, languages: Integers) -> Floats:
        """`vectors` (n, d) less the mean of their language."""
        return vectors - self.means[languages]

    def nearest_language(self, vectors: Floats) -> Integers:
        """For texts of unknown language, the one whose mean is nearest."""
        distances = np.linalg.norm(vectors[:, None, :] - self.means[None], axis=2)
        nearest: Integers = distances.argmin(axis=1).astype(np.int64)
        return nearest


def whitening(centred: Floats, groups: Integers, background: Floats, *, shrink: float = 0.6) -> Floats:
    """The (d, d) metric in which differences within an FAQ are equally long in every direction.

    Linear discriminant analysis: the inverse of the covariance within the groups and of the background,
    shrunk towards the identity (Ledoit and Wolf's form with a fixed weight: there are fewer phrasings than
    dimensions).
    """
    residuals = [_residuals(background)]
    residuals += [_residuals(centred[groups == group]) for group in np.unique(groups)]
    rows = np.concatenate(residuals)
    dimension = centred.shape[1]
    if not len(rows):
        return np.eye(dimension, dtype=np.float32)
    covariance = (rows.T @ rows / len(rows)).astype(np.float64)
    level = float(np.trace(covariance)) / dimension
    inverse = np.linalg.inv((1 - shrink) * covariance + (shrink * level + 1e-9) * np.eye(dimension))
    # Cosines do not see the scale; near 1 it keeps the numbers of all views alike.
    metric: Floats = (inverse * (dimension / np.trace(inverse))).astype(np.float32)
    return metric


def _residuals(rows: Floats) -> Floats:
    if len(rows) < 2:
        return rows[:0]
    # Few rows sit too close to their own mean; the factor makes up for it.
    residuals: Floats = (rows - rows.mean(axis=0)) * np.sqrt(len(rows) / (len(rows) - 1))
    return residuals
