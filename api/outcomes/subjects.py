"""What an episode was about, and whether two were about the same. Nothing here does I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What an episode was about: FAQs shown or linked, clusters, and the keys of the texts asked."""

    shown_faq_ids: frozenset[int] = frozenset()
    linked_faq_ids: frozenset[int] = frozenset()
    cluster_ids: frozenset[int] = frozenset()
    text_keys: frozenset[str] = frozenset()
    near_faq_ids: frozenset[int] = frozenset()
    """FAQs that its words come nearest to: offered to choose from, or noted of a call."""

    def meets(self, other: "Subject") -> bool:
        """Whether both name the same FAQ, the same cluster or the very same text."""
        return bool(
            (self.shown_faq_ids | self.linked_faq_ids) & (other.shown_faq_ids | other.linked_faq_ids)
            or self.cluster_ids & other.cluster_ids
            or self.text_keys & other.text_keys
        )

    def comes_near(self, other: "Subject") -> bool:
        """Whether an FAQ shown here is among those that the words of `other` come nearest to."""
        return bool((self.shown_faq_ids | self.linked_faq_ids) & other.near_faq_ids)

    @property
    def topic(self) -> str | None:
        """What was asked: the FAQ linked to its cluster, else the cluster, else the text itself."""
        if self.linked_faq_ids:
            return f"faq:{min(self.linked_faq_ids)}"
        if self.cluster_ids:
            return f"cluster:{min(self.cluster_ids)}"
        return f"text:{min(self.text_keys)}" if self.text_keys else None


@dataclass(frozen=True)
class Likeness:
    """Whether two subjects' texts are alike, by the cosine of their vectors less `centre`.

    `vectors` maps a text's key to (d,) float32, L2-normalised. e5 vectors lie in a narrow cone (two unrelated
    questions have a cosine near 0.8), so the mean of the corpus, `centre` (d,), is taken off first; without a
    centre nothing is alike.
    """

    vectors: Mapping[str, NDArray[np.float32]]
    centre: NDArray[np.float32] | None
    threshold: float

    def meets(self, one: Subject, other: Subject) -> bool:
        """Whether any text of one is close enough to any text of the other."""
        if self.centre is None:
            return False
        left, right = self._centred(sorted(one.text_keys)), self._centred(sorted(other.text_keys))
        return bool(left.size and right.size and (left @ right.T).max() >= self.threshold)

    def _centred(self, keys: Sequence[str]) -> NDArray[np.float32]:
        found = [self.vectors[key] for key in keys if key in self.vectors]
        if not found or self.centre is None:
            return np.zeros((0, 0), dtype=np.float32)
        rows = np.stack(found) - self.centre
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        centred: NDArray[np.float32] = rows / np.maximum(lengths, 1e-9)
        return centred
