import numpy as np

from faq_clustering.clusters import alike_clusters


def test_two_halves_of_one_topic_are_offered_as_a_merge(topics):
    vectors, truth = topics(6, 40)
    labels = truth.copy()
    labels[:20] = 6
    pairs = alike_clusters(vectors, labels)
    assert {pairs[0].left, pairs[0].right} == {0, 6}
    assert all({pair.left, pair.right} == {0, 6} for pair in pairs)


def test_one_cluster_has_no_pair(topics):
    vectors, truth = topics(1, 10)
    assert alike_clusters(vectors, truth) == ()
    assert alike_clusters(vectors, np.full(10, -1, np.int32)) == ()
