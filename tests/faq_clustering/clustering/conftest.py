"""Small real inputs: vectors around topics, and an encoder that needs no model."""

import zlib
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

Topics = Callable[..., tuple[NDArray[np.float32], NDArray[np.int32]]]


class HashingEncoder:
    """Counts of character pairs, hashed into 256 places: texts that share wording are near."""

    model_id = "hashing-256"

    def encode(self, texts: Sequence[str], *, on_progress: object = None) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), 256), np.float32)
        for row, text in enumerate(texts):
            for pair in pairwise(text):
                vectors[row, zlib.crc32("".join(pair).encode()) % 256] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1)


@pytest.fixture(scope="session")
def encoder() -> HashingEncoder:
    return HashingEncoder()


@pytest.fixture(scope="session")
def topics() -> Topics:
    def make(
        count: int, rows: int, *, spread: float = 0.7, seed: int = 0
    ) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        """`count` topics of `rows` vectors each, and the topic of every vector."""
        random = np.random.default_rng(seed)
        centres = random.normal(size=(count, 384))
        truth = np.repeat(np.arange(count, dtype=np.int32), rows)
        vectors = centres[truth] + random.normal(size=(count * rows, 384)) * spread
        return vectors.astype(np.float32), truth

    return make
