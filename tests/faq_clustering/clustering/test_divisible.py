import numpy as np

from faq_clustering.clusters import divisible_clusters


def test_two_topics_in_one_cluster_are_offered_as_two(topics):
    vectors, truth = topics(6, 20)
    labels = np.where(truth <= 1, 0, truth - 1).astype(np.int32)
    (offered,) = divisible_clusters(vectors, labels)
    assert offered.label == 0
    assert {frozenset(truth[list(part)].tolist()) for part in offered.parts} == {
        frozenset({0}),
        frozenset({1}),
    }
    assert offered.cosine < 0.3


def test_one_topic_is_left_whole(topics):
    vectors, truth = topics(6, 20)
    assert divisible_clusters(vectors, truth) == ()


def test_too_few_rows_are_not_divided(topics):
    vectors, truth = topics(4, 3)
    assert divisible_clusters(vectors, np.where(truth <= 1, 0, 1).astype(np.int32)) == ()


def test_noise_is_no_cluster(topics):
    vectors, _ = topics(4, 10)
    assert divisible_clusters(vectors, np.full(len(vectors), -1, np.int32)) == ()
