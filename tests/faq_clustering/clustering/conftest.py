"""Small real inputs: vectors around topics."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

Topics = Callable[..., tuple[NDArray[np.float32], NDArray[np.int32]]]


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
