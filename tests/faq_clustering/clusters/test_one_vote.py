"""In the neighbour graph every row has one vote, however many near neighbours it has."""

import numpy as np
import pytest

from faq_clustering.clusters.affinity import affinity
from faq_clustering.neighbours import neighbours_within, normalised


def crowd_and_strays():
    """Sixty rows that ask nearly the same, and sixty that have little in common."""
    random = np.random.default_rng(0)
    crowd = random.normal(size=32) + random.normal(size=(60, 32)) * 0.1
    return normalised(np.concatenate([crowd, random.normal(size=(60, 32))]).astype(np.float32))


def test_a_crowd_has_no_more_votes_than_as_many_strays():
    rows, similarity = neighbours_within(crowd_and_strays(), 10)
    graph = affinity(rows, similarity).toarray()
    assert graph.sum() == pytest.approx(len(graph), rel=1e-5)
    assert np.array_equal(graph, graph.T)
    # Half of what a row weighs is its own vote, whoever its neighbours are.
    assert graph.sum(axis=1).min() >= 0.5 - 1e-5
    assert graph[:60, :60].sum() == pytest.approx(60, rel=0.1)


def test_nearer_neighbours_have_more_of_the_vote():
    similarity = np.array([[0.9, 0.7], [0.9, 0.5], [0.7, 0.5]], np.float32)
    graph = affinity(np.array([[1, 2], [0, 2], [0, 1]]), similarity).toarray()
    assert graph[0, 1] > graph[0, 2] > graph[1, 2]
