"""What a desk learns from: phrasings, texts that no FAQ answers, recent questions, and outcomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from faq_clustering.answering.generic import GENERIC_LANGUAGES, GENERIC_TEXTS
from faq_clustering.answering.space import Floats, Integers, Space, codes
from faq_clustering.answering.values import Outcome
from faq_clustering.answering.words import bag


@dataclass(frozen=True, kw_only=True, slots=True)
class Material:
    """Rows a desk learns from. `vectors` (n, d) and `bags` (n, words) with a language code each."""

    vectors: Floats
    language: Integers
    bags: Any

    def take(self, rows: Integers | npt.NDArray[np.bool_]) -> "Material":
        """The rows asked for."""
        return Material(vectors=self.vectors[rows], language=self.language[rows], bags=self.bags[rows])

    @classmethod
    def of(cls, vectors: Floats, language: Integers, texts: Sequence[str]) -> "Material":
        """From embeddings, language codes and the texts themselves."""
        return cls(vectors=np.asarray(vectors, dtype=np.float32), language=language, bags=bag(texts))


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Real questions with what became of them: `right` is the number of the FAQ that answered, -1 where
    none does."""

    material: Material
    right: Integers
    days: npt.NDArray[np.float64]


def asked_of(outcomes: Sequence[Outcome], numbers: Mapping[int, int]) -> Asked | None:
    """Outcomes as questions; None without any that says something about the FAQs there are."""
    # What was answered by an FAQ that is gone since says nothing about those that are left.
    used = [one for one in outcomes if one.right is None or one.right in numbers]
    if not used:
        return None
    return Asked(
        material=Material.of(
            np.array([one.vector for one in used], dtype=np.float32),
            codes([one.language for one in used]),
            [one.text for one in used],
        ),
        right=np.array([-1 if one.right is None else numbers[one.right] for one in used], dtype=np.int64),
        days=np.array([one.days for one in used], dtype=np.float64),
    )


def recent_of(said: Material, vectors: Floats) -> Material:
    """Questions of which nothing is known, in the language whose mean is nearest."""
    space = Space.of(said.vectors, said.language)
    return Material.of(vectors, space.nearest_language(vectors), [""] * len(vectors))


def others_of(
    said: Material,
    background: Floats | None,
    texts: Sequence[str],
    generic: Floats | None,
) -> Material:
    """The generic texts and the background as one, with a language each."""
    known = np.zeros((0, said.vectors.shape[1]), dtype=np.float32) if generic is None else generic
    spoken = codes(GENERIC_LANGUAGES) if len(known) else np.zeros(0, dtype=np.int64)
    words = list(GENERIC_TEXTS) if len(known) else []
    if len(known) != len(spoken):
        raise ValueError(f"generic needs {len(spoken)} vectors, those of GENERIC_TEXTS; it has {len(known)}")
    if background is not None and len(background):
        if texts and len(texts) != len(background):
            raise ValueError(f"{len(background)} background vectors and {len(texts)} texts")
        space = Space.of(np.concatenate([known, said.vectors]), np.concatenate([spoken, said.language]))
        spoken = np.concatenate([spoken, space.nearest_language(background)])
        known = np.concatenate([known, background]).astype(np.float32)
        words += list(texts) if texts else [""] * len(background)
    return Material.of(known, spoken, words)
