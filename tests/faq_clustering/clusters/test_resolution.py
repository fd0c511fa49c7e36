"""Few broad topics are not cut into ways of asking, nor large ones beside small; many are told apart."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq_clustering.clusters import Search, cluster_vectors, parameters_for, search_of
from faq_clustering.clusters.affinity import contracted
from faq_clustering.clusters.resolution import LEAST, STEADY, search_for
from tests.faq_clustering.clusters.made import graph_of, graphs, inquiries, knots


def test_few_broad_topics_are_not_cut_into_ways_of_asking():
    vectors, topic = inquiries(8, 12, 16)
    labels = cluster_vectors(vectors).labels
    assert labels.max() + 1 <= 2 * 8
    for label in range(labels.max() + 1):
        assert len(set(topic[labels == label])) == 1


def test_few_topics_are_searched_less_finely_than_many():
    few, _ = inquiries(8, 12, 16)
    many, _ = inquiries(96, 1, 16, apart=0)
    assert search_for(graph_of(few)).resolution < search_for(graph_of(many)).resolution / 4


def test_groups_of_very_different_sizes_are_searched_less_finely_than_even_ones_and_are_seen_as_such():
    even = search_for(knots([8] * 40))
    uneven = search_for(knots([100, 60, 40, 30, 20, 15, 12, 10, 8, 6, 5, 4, 3, 3, 2, 2]))
    assert uneven.resolution < even.resolution / 1.5
    assert (even.skew, uneven.skew) == (0, 1)


def test_of_few_rows_chance_is_not_taken_for_skew():
    graph = knots([20, 12, 8, 6, 4, 3, 2, 2, 2, 2])
    assert graph.shape[0] == 732
    assert search_for(graph).skew == 0


def test_the_search_of_the_last_run_stays_unless_another_fits_clearly_better():
    graph = graph_of(inquiries(96, 1, 16, apart=0)[0])
    read = search_for(graph)
    assert read.skew == 0
    for factor in (1 / STEADY * 1.01, 1, STEADY * 0.99):
        for skew in (0.0, 0.9):
            near = Search(resolution=read.resolution * factor, skew=skew)
            assert search_for(graph, near) == near
    for factor in (1 / STEADY / 1.01, STEADY * 1.01, 0.0):
        assert search_for(graph, Search(resolution=read.resolution * factor, skew=0)) == read
    assert search_for(graph, Search(resolution=read.resolution, skew=1)) == read
    assert search_for(graph, None) == read


def test_the_limit_of_skew_holds_for_what_is_read_and_for_the_last_run():
    graph = knots([100, 60, 40, 30, 20, 15, 12, 10, 8, 6, 5, 4, 3, 3, 2, 2])
    read = search_for(graph, most_skew=0.3)
    assert read.skew == 0.3
    assert search_for(graph, replace(read, skew=0.9), most_skew=0.3) == read


def test_a_run_says_how_it_was_searched_and_the_next_one_takes_it_up():
    vectors, _ = inquiries(12, 1, 30, apart=0)
    read = search_of(cluster_vectors(vectors).parameters)
    before = Search(resolution=read.resolution * 1.1, skew=0.5)
    kept = search_of(cluster_vectors(vectors, search_before=before).parameters)
    assert (kept.resolution, kept.skew) == (pytest.approx(before.resolution, abs=1e-3), 0.5)
    finer = replace(parameters_for(len(vectors)), fineness=2.0)
    found = cluster_vectors(vectors, parameters=finer).parameters
    assert found["resolution"] == pytest.approx(2 * read.resolution, abs=2e-3)
    assert search_of(found).resolution == pytest.approx(read.resolution, abs=1e-3)


def test_what_an_older_version_wrote_of_its_resolution_is_not_taken_up():
    assert search_of({"resolution": 7.4, "neighbours": 30}) is None
    assert search_of({"resolution": 7.4, "fineness": 1.0}) is None
    assert search_of({}) is None


@given(graphs())
@settings(max_examples=25, deadline=None)
def test_the_search_of_any_graph_is_within_its_bounds(weights):
    found = search_for(weights)
    assert LEAST <= found.resolution <= max(1, weights.shape[0] / 25)
    assert 0 <= found.skew <= 1


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
