import numpy as np
from hdbscan import HDBSCAN
from sklearn.metrics import adjusted_rand_score

from faq_clustering.clusters.graph import spanning_tree
from faq_clustering.clusters.tree import flat_clusters
from faq_clustering.neighbours import neighbours_within, normalised


def ours(vectors, k, **size):
    unit = normalised(vectors)
    return flat_clusters(spanning_tree(*neighbours_within(unit, k), min_samples=5), **size)


def test_hdbscan_itself_finds_the_same_clusters(topics):
    vectors, _ = topics(15, 40, spread=1.0)
    theirs = HDBSCAN(min_cluster_size=8, min_samples=5, algorithm="generic").fit(
        normalised(vectors).astype(np.float64)
    )
    exact, strength = ours(vectors, len(vectors) - 1, min_cluster_size=8)
    assert adjusted_rand_score(theirs.labels_, exact) > 0.99
    assert np.abs(theirs.probabilities_ - strength).mean() < 0.02
    assert adjusted_rand_score(theirs.labels_, ours(vectors, 30, min_cluster_size=8)[0]) > 0.97


def test_a_branch_above_the_limit_is_divided():
    # On a circle: two runs of 60 with a small gap between them, and a third far away.
    angles = np.concatenate([np.linspace(start, start + 0.1, 60) for start in (0, 0.106, 2)])
    vectors = np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
    free, _ = ours(vectors, 30, min_cluster_size=10)
    limited, _ = ours(vectors, 30, min_cluster_size=10, max_cluster_size=100)
    assert sorted(np.bincount(free[free >= 0])) == [60, 120]
    assert len(np.bincount(limited[limited >= 0])) == 3
    assert np.bincount(limited[limited >= 0]).max() <= 100


def test_the_topic_asked_most_is_never_lost_to_the_limit(topics):
    many, _ = topics(1, 200, spread=0.1)
    few, _ = topics(6, 15, spread=0.1, seed=5)
    labels, _ = ours(np.concatenate([many, few]), 30, min_cluster_size=10, max_cluster_size=50)
    assert (labels[:200] >= 0).mean() > 0.9


def test_too_few_rows_for_two_clusters_are_noise(topics):
    vectors, _ = topics(1, 9)
    assert set(ours(vectors, 8, min_cluster_size=5)[0].tolist()) == {-1}
