import numpy as np

from tests.benchmarks.clustering.measures import measure, noise_voted


def on_a_circle(*degrees):
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_noise_goes_to_the_majority_of_its_ten_nearest_clustered_rows():
    # Ten are near 0°: six of cluster 0 and four of cluster 1. The many of cluster 1 at 180° have no vote.
    near, far = list(range(1, 11)), [180.0] * 20
    vectors = on_a_circle(0, *near, *far)
    labels = np.array([-1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, *[1] * 20], np.int32)
    assert noise_voted(vectors, labels).tolist() == [0, *labels[1:].tolist()]


def test_of_equal_votes_the_nearest_wins_and_noise_has_none():
    vectors = on_a_circle(0, 1, 10, 20, 2)
    labels = np.array([-1, -1, 4, 3, -1], np.int32)
    assert noise_voted(vectors, labels).tolist() == [4, 4, 4, 3, 4]


def test_noise_alone_stays_noise():
    assert noise_voted(on_a_circle(0, 90), np.full(2, -1, np.int32)).tolist() == [-1, -1]


def test_the_figures_of_a_small_set_are_those_counted_by_hand():
    # Cluster 0: a a b, cluster 1: b b; noise: a c, whose two nearest are in cluster 1.
    vectors = on_a_circle(0, 1, 2, 90, 91, 80)
    labels = np.array([0, 0, 0, 1, 1, -1], np.int32)
    figures = measure(vectors, labels, ["a", "a", "b", "b", "b", "c"])
    assert figures["clusters"] == 2
    assert figures["clusters_per_intent"] == 0.667
    assert figures["noise"] == round(1 / 6, 4)
    assert figures["purity"] == 0.8
    assert figures["share_found"] == round(2 / 3, 4)
    assert figures["largest"] == 0.5
    # Only five rows can vote, so the three of cluster 0 win over the two nearest.
    # Pairs of equal label: 1 + 3; equal cluster: 6 + 1; both: 1 + 1; of 15 pairs in all.
    expected = 4 * 7 / 15
    assert figures["ari"] == round((2 - expected) / ((4 + 7) / 2 - expected), 4)
