"""Large desks made from real embeddings: real centres, and around them the differences of real intents."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.answering.prepare import cached_embedder
from tests.benchmarks.answering.sets import PUBLIC, read_rows

Vectors = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, slots=True)
class Large:
    """Phrasings (n,) with their FAQ's number, background and questions; vectors float32, L2-normalised."""

    texts: list[str]
    faqs: NDArray[np.int64]
    vectors: Vectors
    background: list[str]
    background_vectors: Vectors
    questions: list[str]
    question_vectors: Vectors


class Source:
    """The embeddings of the public sets, and how the rows of an intent differ from their mean."""

    def __init__(self, data: Path, cache: Path) -> None:
        rows = [row for name in PUBLIC for row in read_rows(data / f"{name}.csv")]
        self.texts = [row["text"] for row in rows]
        self.vectors = cached_embedder(cache).encode(self.texts)
        _, intents = np.unique([row["label"] for row in rows], return_inverse=True)
        means = np.zeros((intents.max() + 1, self.vectors.shape[1]))
        np.add.at(means, intents, self.vectors)
        means /= np.bincount(intents)[:, None]
        self.residuals: Vectors = (self.vectors - means[intents]).astype(np.float32)

    def large(self, faqs: int, phrasings: int, *, background: int, questions: int, seed: int = 0) -> Large:
        """FAQs around rows drawn at random, each phrasing moved by the difference of another random row.

        A phrasing's text is half the words or characters of each of those two rows. The questions are drawn
        as phrasings are, the background from real rows.
        """
        chance = np.random.default_rng(seed)
        centres = chance.choice(len(self.texts), faqs, replace=False)
        owners = np.repeat(np.arange(faqs), phrasings)
        texts, vectors = self._around(centres[owners], chance)
        asked, asked_vectors = self._around(chance.choice(centres, questions), chance)
        behind = chance.choice(np.setdiff1d(np.arange(len(self.texts)), centres), background, replace=False)
        return Large(
            texts=texts,
            faqs=owners,
            vectors=vectors,
            background=[self.texts[row] for row in behind],
            background_vectors=self.vectors[behind],
            questions=asked,
            question_vectors=asked_vectors,
        )

    def _around(self, centres: NDArray[np.int64], chance: np.random.Generator) -> tuple[list[str], Vectors]:
        others = chance.integers(len(self.texts), size=len(centres))
        moved = self.vectors[centres] + self.residuals[others]
        moved /= np.linalg.norm(moved, axis=1, keepdims=True)
        pairs = zip(centres.tolist(), others.tolist(), strict=True)
        return [_mixed(self.texts[one], self.texts[other]) for one, other in pairs], moved


def _mixed(one: str, other: str) -> str:
    """The first half of one text and the second of the other; by words where there are spaces."""
    if " " in one and " " in other:
        first, second = one.split(), other.split()
        return " ".join([*first[: -(-len(first) // 2)], *second[len(second) // 2 :]])
    return one[: -(-len(one) // 2)] + other[len(other) // 2 :]
