"""A set of few broad topics is not cut into ways of asking; one of many is searched as finely as ever."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from faq_clustering.clusters import cluster_vectors, parameters_for
from faq_clustering.clusters.affinity import affinity, contracted
from faq_clustering.clusters.resolution import fitted
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


def test_few_topics_lower_the_resolution_and_many_do_not():
    few, _ = inquiries(8, 12, 16)
    many, _ = inquiries(96, 1, 16, apart=0)
    given = parameters_for(len(few)).resolution
    assert fitted(graph_of(few), given) < given / 2
    assert fitted(graph_of(many), given) == given


@st.composite
def graphs(draw):
    n = draw(st.integers(1, 12))
    weights = draw(st.lists(st.floats(0, 1), min_size=n * n, max_size=n * n))
    upper = np.triu(np.array(weights).reshape(n, n), 1)
    return csr_array(upper + upper.T)


@given(graphs(), st.floats(1, 20))
@settings(max_examples=25, deadline=None)
def test_the_resolution_is_never_raised_nor_below_one(weights, resolution):
    assert 1 <= fitted(weights, resolution) <= resolution


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
