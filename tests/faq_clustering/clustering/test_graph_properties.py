"""The spanning tree of any neighbour graph, against a naive one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq_clustering.clusters.graph import FARTHEST, spanning_tree

some = settings(max_examples=60, deadline=None)


@st.composite
def cosines(draw, least=2):
    """(n, n) symmetric cosines of random rows, some of them copies; rounded now and then, to have ties."""
    n = draw(st.integers(least, 25))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rows = random.normal(size=(n, draw(st.integers(2, 6))))
    rows[random.random(n) < draw(st.sampled_from([0, 0.5]))] = rows[0]
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    product = np.clip(rows @ rows.T, -1, 1)
    return np.round((product + product.T) / 2, draw(st.sampled_from([1, 2, 7]))).astype(np.float32)


def graph_of(cosine, k):
    """The k best others of each row, best first."""
    others = cosine - 10 * np.eye(len(cosine), dtype=np.float32)
    rows = np.argsort(-others, axis=1, kind="stable")[:, :k]
    return rows.astype(np.int64), np.take_along_axis(cosine, rows, axis=1)


def kruskal(n, edges):
    """Edges (left, right, length) of a minimum spanning forest: shortest first, none that closes a circle."""
    component, forest = list(range(n)), []
    for left, right, length in sorted(edges, key=lambda edge: edge[2]):
        one, other = component[int(left)], component[int(right)]
        if one != other:
            forest.append((left, right, length))
            component = [one if place == other else place for place in component]
    return forest


def pieces(n, edges, up_to):
    """The sets of rows that edges of at most this length hold together."""
    component = list(range(n))
    for left, right, length in edges:
        if length <= up_to:
            one, other = component[int(left)], component[int(right)]
            component = [one if place == other else place for place in component]
    return {frozenset(np.flatnonzero(np.array(component) == one).tolist()) for one in set(component)}


def reachability(rows, similarity, min_samples):
    """Mutual reachability by its definition, edge by edge."""
    distance = np.maximum(np.sqrt(np.maximum(2 - 2 * similarity.astype(float), 0)), 1e-3)
    core = np.sort(distance, axis=1)[:, min(min_samples, rows.shape[1]) - 1]
    return [
        (row, int(other), max(core[row], core[other], distance[row, place]))
        for row in range(len(rows))
        for place, other in enumerate(rows[row])
    ]


@some
@given(cosines(), st.integers(1, 24), st.integers(1, 8))
def test_it_is_a_tree_over_all_rows_shortest_edge_first(cosine, k, min_samples):
    n = len(cosine)
    edges = spanning_tree(*graph_of(cosine, min(k, n - 1)), min_samples)
    assert edges.shape == (n - 1, 3)
    assert len(kruskal(n, edges)) == n - 1
    assert (np.diff(edges[:, 2]) >= 0).all()
    assert edges[:, 2].min() > 0
    assert edges[:, 2].max() <= FARTHEST


@some
@given(cosines(), st.integers(1, 24), st.integers(1, 8))
def test_no_spanning_tree_of_the_graph_is_shorter(cosine, k, min_samples):
    n = len(cosine)
    graph = graph_of(cosine, min(k, n - 1))
    naive = kruskal(n, reachability(*graph, min_samples))
    bridges = n - 1 - len(naive)
    lengths = [length for _, _, length in naive] + [FARTHEST] * bridges
    assert spanning_tree(*graph, min_samples)[:, 2] == pytest.approx(sorted(lengths))


@some
@given(cosines(), st.integers(1, 8))
def test_with_every_row_a_neighbour_there_is_no_bridge(cosine, min_samples):
    n = len(cosine)
    graph = graph_of(cosine, n - 1)
    assert len(kruskal(n, reachability(*graph, min_samples))) == n - 1
    real = {frozenset(edge[:2]) for edge in reachability(*graph, min_samples)}
    assert {frozenset(edge[:2].astype(int).tolist()) for edge in spanning_tree(*graph, min_samples)} <= real


@some
@given(cosines(), st.integers(1, 24), st.integers(1, 8), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_piece_at_any_distance(cosine, k, min_samples, random):
    n = len(cosine)
    rows, similarity = graph_of(cosine, min(k, n - 1))
    order = np.array(random.sample(range(n), n))
    place = np.argsort(order)
    one = spanning_tree(rows, similarity, min_samples)
    other = spanning_tree(place[rows][order], similarity[order], min_samples)
    assert (one[:, 2] == other[:, 2]).all()
    for length in set(one[:, 2].tolist()) - {FARTHEST}:
        moved = {frozenset(order[list(piece)].tolist()) for piece in pieces(n, other, length)}
        assert moved == pieces(n, one, length)


def test_groups_without_a_path_between_them_are_joined_by_the_longest_edges():
    angles = np.concatenate([np.linspace(start, start + 0.1, 6) for start in (0, 2, 4)])
    cosine = np.cos(angles[:, None] - angles).astype(np.float32)
    lengths = spanning_tree(*graph_of(cosine, 3), 2)[:, 2]
    assert (lengths[-2:] == FARTHEST).all()
    assert lengths[:-2].max() < 0.1


def test_neighbours_that_were_not_found_are_no_edges():
    rows = np.array([[1, -1], [0, -1], [3, -1], [2, -1]])
    similarity = np.array([[0.9, -1]] * 4, np.float32)
    edges = spanning_tree(rows, similarity, 1)
    assert {tuple(edge) for edge in edges[:, :2].astype(int).tolist()} >= {(0, 1), (2, 3)}
    assert edges[-1, 2] == FARTHEST


@pytest.mark.parametrize("n", [0, 1])
def test_fewer_than_two_rows_have_no_edge(n):
    assert spanning_tree(np.empty((n, 0), np.int64), np.empty((n, 0), np.float32), 5).shape == (0, 3)
