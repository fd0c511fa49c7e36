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


def test_too_few_rows_for_two_clusters_are_noise(topics):
    vectors, _ = topics(1, 9)
    assert set(ours(vectors, 8, min_cluster_size=5)[0].tolist()) == {-1}
