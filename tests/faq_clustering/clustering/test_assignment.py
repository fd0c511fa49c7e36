import numpy as np

from faq_clustering.assignment import assign


def test_a_new_inquiry_joins_the_cluster_of_its_neighbours(topics):
    vectors, truth = topics(8, 40)
    fresh = np.arange(len(vectors)) % 5 == 0
    found, strength = assign(vectors[fresh], vectors[~fresh], truth[~fresh])
    assert (found == truth[fresh]).mean() > 0.95
    assert strength.min() > 0.5


def test_an_inquiry_among_noise_has_no_cluster(topics):
    vectors, _ = topics(1, 20)
    found, strength = assign(vectors[:3], vectors, np.full(20, -1, np.int32))
    assert found.tolist() == [-1, -1, -1]
    assert strength.tolist() == [0, 0, 0]


def test_between_two_clusters_the_vote_is_weak():
    known = np.repeat(np.eye(2, dtype=np.float32), 7, axis=0)
    labels = np.repeat(np.array([0, 1], np.int32), 7)
    _, strength = assign(np.array([[1, 1], [1, 0]], np.float32), known, labels)
    assert strength[0] < 0.55
    assert strength[1] > 0.99


def test_without_clusters_nothing_is_assigned():
    found, _ = assign(np.ones((2, 4), np.float32), np.empty((0, 4), np.float32), np.empty(0, np.int32))
    assert found.tolist() == [-1, -1]
