import numpy as np
import pytest

from tests.benchmarks.clustering.grain import GRID, WANTED, drawn, error
from tests.benchmarks.clustering.sets import PUBLIC, Embedded


def draw(*, topics=10, clusters):
    return {"seed": 0, "corpora": "a", "rows": 5_000, "topics": topics, "uneven": 0.0, "clusters": clusters}


def test_as_many_clusters_as_wanted_are_no_error():
    even = draw(clusters=[14] * len(GRID))
    assert error(even, 3.0) == pytest.approx(0)
    assert error(even | {"topics": 20}, 3.0) == pytest.approx(np.log(0.5))


def test_between_two_resolutions_the_count_is_read_off_their_logarithms():
    rising = draw(clusters=[10 + 10 * place for place in range(len(GRID))])
    between = float(np.sqrt(GRID[3] * GRID[4]))
    assert error(rising, between) == pytest.approx(np.log(45 / 10 / WANTED))


def test_a_draw_keeps_whole_rows_and_tells_topics_of_two_corpora_apart():
    def corpus(name):
        labels = np.repeat(np.array(["1", "2", "3"]), 20)
        rows = np.array([f"{name} {label} {place}" for place, label in enumerate(labels)])
        vectors = np.zeros((60, 2), np.float32)
        return Embedded(texts=rows, keys=rows, labels=labels, vectors=vectors)

    public = {name: corpus(name) for name in PUBLIC}
    for seed in range(40):
        corpora, rows = drawn(public, np.random.default_rng(seed))
        assert set(corpora) <= set(PUBLIC)
        assert len(set(rows.texts)) == len(rows.texts)
        for text, label in zip(rows.texts, rows.labels, strict=True):
            assert text.startswith(f"{label} ")
