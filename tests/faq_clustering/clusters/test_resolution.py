"""Few broad topics are not cut into ways of asking, nor large ones beside small; many are told apart."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array, csr_array

from faq_clustering.clusters import cluster_vectors, parameters_for, resolution_of
from faq_clustering.clusters.affinity import affinity, contracted, narrowed
from faq_clustering.clusters.resolution import LEAST, STEADY, resolution_for
from faq_clustering.clusters.whitening import whitened
from faq_clustering.neighbours import neighbours_within, normalised


def inquiries(topics, ways, rows, *, apart=0.6, seed=0):
    """`rows` vectors for each of the `ways` to ask about each of the `topics`, and their topics."""
    random = np.random.default_rng(seed)
    topic = np.repeat(np.arange(topics), ways * rows)
    way = np.repeat(np.arange(topics * ways), rows)
    vectors = (
        random.normal(size=(topics, 96))[topic]
        + random.normal(size=(topics * ways, 96))[way] * apart
        + random.normal(size=(len(way), 96)) * 0.8
    )
    return normalised(vectors.astype(np.float32)), topic


def graph_of(vectors):
    chosen = parameters_for(len(vectors))
    return affinity(*neighbours_within(whitened(vectors, chosen.components), chosen.neighbours))


def test_few_broad_topics_are_not_cut_into_ways_of_asking():
    vectors, topic = inquiries(8, 12, 16)
    labels = cluster_vectors(vectors).labels
    assert labels.max() + 1 <= 2 * 8
    for label in range(labels.max() + 1):
        assert len(set(topic[labels == label])) == 1


def test_few_topics_are_searched_less_finely_than_many():
    few, _ = inquiries(8, 12, 16)
    many, _ = inquiries(96, 1, 16, apart=0)
    assert resolution_for(graph_of(few)) < resolution_for(graph_of(many)) / 4


def knots(sizes, *, rows=12, strays=60, seed=0):
    """A graph of groups; group i has `sizes[i]` knots of `rows` rows, `strays` ties for each within it."""
    random = np.random.default_rng(seed)
    group = np.repeat(np.arange(len(sizes)), np.array(sizes) * rows)
    knot = np.arange(len(group)) // rows
    left, right = (knot[:, None] == knot[None, :]).nonzero()
    from_, to = [], []
    for one in range(len(sizes)):
        members = np.flatnonzero(group == one)
        from_.append(random.choice(members, sizes[one] * strays))
        to.append(random.choice(members, sizes[one] * strays))
    pairs = np.concatenate([left, *from_]), np.concatenate([right, *to])
    half = coo_array((np.ones(len(pairs[0])), pairs), shape=(len(group), len(group))).tocsr()
    half.setdiag(0)
    return narrowed(half + half.T)


def test_groups_of_very_different_sizes_are_searched_less_finely_than_even_ones():
    even = knots([8] * 40)
    uneven = knots([100, 60, 40, 30, 20, 15, 12, 10, 8, 6, 5, 4, 3, 3, 2, 2])
    assert even.shape == uneven.shape == (3_840, 3_840)
    assert resolution_for(uneven) < resolution_for(even) / 1.5


def test_the_resolution_of_the_last_run_stays_unless_another_fits_clearly_better():
    graph = graph_of(inquiries(96, 1, 16, apart=0)[0])
    read = resolution_for(graph)
    for near in (read / STEADY * 1.01, read, read * STEADY * 0.99):
        assert resolution_for(graph, near) == near
    for far in (read / STEADY / 1.01, read * STEADY * 1.01, 0.0, None):
        assert resolution_for(graph, far) == read


def test_a_run_says_its_resolution_and_the_next_one_takes_it_up():
    vectors, _ = inquiries(12, 1, 30, apart=0)
    read = resolution_of(cluster_vectors(vectors).parameters)
    kept = cluster_vectors(vectors, resolution_before=read * 1.1).parameters
    assert resolution_of(kept) == pytest.approx(read * 1.1, abs=1e-3)
    finer = replace(parameters_for(len(vectors)), fineness=2.0)
    found = cluster_vectors(vectors, parameters=finer).parameters
    assert found["resolution"] == pytest.approx(2 * read, abs=2e-3)
    assert resolution_of(found) == pytest.approx(read, abs=1e-3)


def test_what_an_older_version_called_resolution_is_not_taken_for_one():
    assert resolution_of({"resolution": 7.4, "neighbours": 30}) is None
    assert resolution_of({}) is None


@st.composite
def graphs(draw):
    n = draw(st.integers(1, 12))
    weights = draw(st.lists(st.floats(0, 1), min_size=n * n, max_size=n * n))
    upper = np.triu(np.array(weights).reshape(n, n), 1)
    return csr_array(upper + upper.T)


@given(graphs())
@settings(max_examples=25, deadline=None)
def test_the_resolution_of_any_graph_is_within_its_bounds(weights):
    assert LEAST <= resolution_for(weights) <= max(1, weights.shape[0] / 25)


@given(graphs(), st.data())
@settings(max_examples=25, deadline=None)
def test_a_contracted_graph_keeps_all_weight(weights, data):
    n = weights.shape[0]
    labels = np.array(data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)), np.int32)
    found = contracted(weights, labels).toarray()
    dense = weights.toarray()
    for one in range(found.shape[0]):
        for other in range(found.shape[0]):
            expected = dense[np.ix_(labels == one, labels == other)].sum()
            assert np.isclose(found[one, other], expected)
