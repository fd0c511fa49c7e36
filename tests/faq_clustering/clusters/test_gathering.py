"""Where topics are of very unequal sizes, large ones stay whole and small ones apart."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from faq_clustering.clusters import Constraints, Search, cluster_vectors, search_of
from faq_clustering.clusters.affinity import contracted
from faq_clustering.clusters.communities import communities
from faq_clustering.clusters.gathering import FINER, LARGER, SMALLER, gathered
from faq_clustering.neighbours import normalised
from tests.faq_clustering.clusters.made import graphs, knots

GIANT = [150] + [6] * 28
TURNS = 2


def by_search(graph, search, least=5):
    return gathered(graph, search, TURNS, least, graph)


def test_a_giant_stays_whole_beside_small_groups_that_stay_apart():
    graph = knots(GIANT, strays=20)
    group = np.repeat(np.arange(len(GIANT)), np.array(GIANT) * 12)
    alike = by_search(graph, Search(resolution=0.5, skew=0))
    unequal = by_search(graph, Search(resolution=0.5, skew=1))
    assert np.bincount(alike[group == 0]).max() < 0.2 * (group == 0).sum()
    assert np.bincount(unequal[group == 0]).max() > 0.5 * (group == 0).sum()
    for label in range(unequal.max() + 1):
        assert len(set(group[unequal == label])) == 1


def test_without_skew_it_is_modularity():
    graph = knots([8] * 10)
    search = Search(resolution=4, skew=0)
    assert np.array_equal(by_search(graph, search), communities(graph, 4, TURNS))


def test_pieces_that_are_mostly_too_small_to_be_clusters_are_not_joined():
    graph = knots([8] * 10)
    found = by_search(graph, Search(resolution=4, skew=1), least=1_000)
    assert np.array_equal(found, communities(graph, 4, TURNS))


def joined_by_hand(graph, pieces, search, wanted):
    """The same by looking at every pair at every step; communities of a row and more all count."""
    dense = contracted(graph, pieces).toarray()
    labels = pieces.copy()
    alive = list(range(len(dense)))
    while len(alive) > wanted:
        best, pair = 0.0, None
        for place, one in enumerate(alive):
            for other in alive[place + 1 :]:
                small, large = sorted((dense[one].sum(), dense[other].sum()))
                bound = small ** (1 - SMALLER * search.skew) * large ** (1 - LARGER * search.skew)
                if dense[one, other] and dense[one, other] / bound > best * (1 + 1e-9):
                    best, pair = dense[one, other] / bound, (one, other)
        if pair is None:
            break
        one, other = pair
        dense[one] += dense[other]
        dense[:, one] += dense[:, other]
        dense[other] = dense[:, other] = 0
        labels[labels == other] = one
        alive.remove(other)
    return labels


def same_partition(one, other):
    pairs = set(zip(one.tolist(), other.tolist(), strict=True))
    return len(pairs) == len(set(one.tolist())) == len(set(other.tolist()))


@given(st.integers(0, 10_000), st.floats(0.3, 1))
@settings(max_examples=40, deadline=None)
def test_the_queue_joins_what_looking_at_every_pair_joins(seed, skew):
    random = np.random.default_rng(seed)
    sizes = random.integers(1, 9, 12).tolist()
    graph = knots(sizes, rows=4, strays=3, seed=seed)
    # No two pairs are equally near, so there is one answer.
    graph.data *= random.uniform(0.5, 1.5, len(graph.data))
    graph = (graph + graph.T).tocsr()
    graph.indices, graph.indptr = graph.indices.astype(np.int32), graph.indptr.astype(np.int32)
    search = Search(resolution=1.0, skew=skew)
    pieces = communities(graph, FINER, TURNS)
    wanted = communities(graph, 1.0, 1).max() + 1
    assume(pieces.max() + 1 > wanted)
    assert same_partition(by_search(graph, search, least=1), joined_by_hand(graph, pieces, search, wanted))


@given(graphs(), st.floats(0, 1), st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_any_graph_has_every_row_in_a_community_and_one_answer(weights, skew, least):
    search = Search(resolution=1.0, skew=skew)
    found = by_search(weights, search, least)
    assert found.shape == (weights.shape[0],)
    assert set(found.tolist()) == set(range(int(found.max()) + 1))
    assert np.array_equal(found, by_search(weights, search, least))


def unequal_inquiries():
    """A topic of eight hundred rows with sixty ways to ask, and twenty topics of twenty rows."""
    random = np.random.default_rng(5)
    topic = np.concatenate([np.zeros(800, int), np.repeat(np.arange(1, 21), 20)])
    way = np.concatenate([np.arange(800) % 60, np.repeat(np.arange(60, 80), 20)])
    vectors = (
        random.normal(size=(21, 96))[topic]
        + random.normal(size=(80, 96))[way] * 0.9
        + random.normal(size=(len(topic), 96)) * 0.6
    )
    return normalised(vectors.astype(np.float32)), topic


def test_constraints_hold_where_topics_are_skewed():
    vectors, topic = unequal_inquiries()
    giant, small = np.flatnonzero(topic == 0), np.flatnonzero(topic == 3)
    constraints = Constraints(
        together=(giant[:40:8].tolist(),),
        apart=((small[:2].tolist(), small[2:4].tolist()), (giant[:1].tolist(), giant[41:42].tolist())),
    )
    before = search_of(cluster_vectors(vectors).parameters)
    labels = cluster_vectors(vectors, constraints=constraints, search_before=replace(before, skew=0.9)).labels
    assert len(set(labels[giant[:40:8]].tolist())) == 1
    assert labels[giant[0]] != labels[giant[41]]
    assert not set(labels[small[:2]].tolist()) & (set(labels[small[2:4]].tolist()) - {-1})


def test_a_skewed_set_comes_out_the_same_in_whatever_order_its_rows_are():
    vectors, _ = unequal_inquiries()
    order = np.random.default_rng(1).permutation(len(vectors))
    before = replace(search_of(cluster_vectors(vectors).parameters), skew=0.9)
    found = cluster_vectors(vectors, search_before=before)
    shuffled = cluster_vectors(vectors[order], search_before=before)
    assert found.parameters["skew"] == pytest.approx(0.9)
    assert same_partition(found.labels[order], shuffled.labels)
