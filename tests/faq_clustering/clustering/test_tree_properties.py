"""The clusters of any spanning tree."""

import numpy as np
import pytest
from hdbscan import HDBSCAN
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from faq_clustering.clusters.graph import spanning_tree
from faq_clustering.clusters.tree import flat_clusters
from faq_clustering.neighbours import neighbours_within, normalised

SIZES = st.integers(2, 8)
MATERIAL = st.fixed_dictionaries(
    {
        "count": st.integers(2, 8),
        "rows": st.integers(6, 30),
        "spread": st.floats(0.2, 1.5),
        "seed": st.integers(0, 2**32 - 1),
    }
)
some = settings(max_examples=80, deadline=None)


def fitted(topics, material, min_samples, least):
    """Unit vectors (n, 12) around some topics, and hdbscan's own answer for them."""
    vectors, _ = topics(**material)
    unit = normalised(vectors[:, :12])
    model = HDBSCAN(
        min_cluster_size=least, min_samples=min_samples, algorithm="generic", gen_min_span_tree=True
    )
    return unit, model.fit(unit.astype(np.float64))


@st.composite
def trees(draw):
    """(n - 1, 3) edges of a random tree, shortest first: bushes, stars and chains, with ties or without."""
    n = draw(st.integers(1, 60))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    nearby = draw(st.integers(1, 60))
    length = np.round(random.gamma(1.0, size=n - 1) + 0.001, draw(st.sampled_from([1, 9])))
    parents = [int(random.integers(max(0, row - nearby), row)) for row in range(1, n)]
    edges = np.column_stack([parents, np.arange(1, n), np.maximum(length, 0.001)]).reshape(-1, 3)
    return edges[np.argsort(edges[:, 2], kind="stable")]


@some
@given(trees(), SIZES)
def test_clusters_are_numbered_without_a_gap_and_none_is_too_small(edges, least):
    labels, strength = flat_clusters(edges, min_cluster_size=least)
    assert labels.shape == strength.shape == (len(edges) + 1,)
    assert labels.min() >= -1
    assert (np.bincount(labels + 1)[1:] >= least).all()
    assert ((strength >= 0) & (strength <= 1)).all()
    assert (strength[labels < 0] == 0).all()


@some
@given(trees(), SIZES)
def test_a_cluster_hangs_together_and_no_edge_out_of_it_is_shorter_than_one_within(edges, least):
    labels, _ = flat_clusters(edges, min_cluster_size=least)
    ends = labels[edges[:, :2].astype(int)].reshape(-1, 2)
    for label in range(labels.max() + 1):
        inside = (ends == label).all(axis=1)
        outside = (ends == label).any(axis=1) & ~inside
        # A tree's connected part has one edge less than rows.
        assert inside.sum() == (labels == label).sum() - 1
        assert edges[outside, 2].min() >= edges[inside, 2].max()


@some
@given(trees(), SIZES)
def test_there_are_two_clusters_or_none(edges, least):
    labels, _ = flat_clusters(edges, min_cluster_size=least)
    assert labels.max() != 0


@settings(max_examples=20, deadline=None)
@given(MATERIAL, st.integers(1, 8), SIZES)
def test_hdbscan_itself_finds_the_same_clusters_in_its_own_tree(topics, material, min_samples, least):
    _, theirs = fitted(topics, material, min_samples, least)
    edges = theirs.minimum_spanning_tree_.to_numpy()
    # Its own order: many edges are as long as one core distance, and the clusters follow their order.
    edges = np.ascontiguousarray(edges[np.argsort(edges[:, 2])])
    labels, strength = flat_clusters(edges, min_cluster_size=least)
    assert (labels == theirs.labels_).all()
    assert strength == pytest.approx(theirs.probabilities_, abs=1e-5)


@settings(max_examples=20, deadline=None)
@given(MATERIAL, st.integers(1, 8))
def test_hdbscan_itself_has_a_tree_of_the_same_lengths(topics, material, min_samples):
    unit, theirs = fitted(topics, material, min_samples, 5)
    edges = spanning_tree(*neighbours_within(unit, len(unit) - 1), min_samples)
    lengths = np.sort(theirs.minimum_spanning_tree_.to_numpy()[:, 2])
    assert edges[:, 2] == pytest.approx(lengths, abs=1e-4)


@settings(max_examples=20, deadline=None)
@given(MATERIAL, SIZES)
def test_hdbscan_itself_agrees_on_any_vectors_whose_distances_all_differ(topics, material, least):
    # With one sample the mutual reachability is the distance: no two edges are equally long.
    unit, theirs = fitted(topics, material, 1, least)
    edges = spanning_tree(*neighbours_within(unit, len(unit) - 1), 1)
    labels, strength = flat_clusters(edges, min_cluster_size=least)
    assert adjusted_rand_score(theirs.labels_, labels) >= 0.99
    assert np.abs(theirs.probabilities_ - strength).mean() < 0.01
