import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import adjusted_rand_score

from faq_clustering.clusters import cluster_vectors


def test_separate_topics_are_found(topics):
    vectors, truth = topics(12, 25)
    assert adjusted_rand_score(truth, cluster_vectors(vectors).labels) > 0.95


def test_a_large_set_is_clustered_like_a_small_one(topics):
    vectors, truth = topics(60, 50)
    found = cluster_vectors(vectors)
    assert adjusted_rand_score(truth, found.labels) > 0.95
    assert found.parameters["components"] == 128


@given(seed=st.integers(0, 10_000), count=st.integers(2, 8), spread=st.floats(0.3, 1.5))
@settings(max_examples=25, deadline=None)
def test_the_order_of_inquiries_changes_nothing(topics, seed, count, spread):
    vectors, _ = topics(count, 12, spread=spread, seed=seed)
    order = np.random.default_rng(seed).permutation(len(vectors))
    one, other = cluster_vectors(vectors), cluster_vectors(vectors[order])
    assert (one.labels[order] == other.labels).all()
    assert (one.strength[order] == other.strength).all()


@given(copied=st.lists(st.integers(0, 59), max_size=40), seed=st.integers(0, 1000))
@settings(max_examples=25, deadline=None)
def test_copies_share_the_label_of_their_original(topics, copied, seed):
    vectors, _ = topics(5, 12, seed=seed)
    rows = np.array([*range(60), *copied])
    keys = [f"question {row}" for row in rows]
    # The same text may come with a slightly other vector: its key decides.
    jitter = np.random.default_rng(seed).normal(size=(len(rows), 384)) * 1e-3
    labels = cluster_vectors((vectors[rows] + jitter).astype(np.float32), keys).labels
    for place, row in enumerate(rows):
        assert labels[place] == labels[row]


@given(
    arrays(np.float32, st.tuples(st.integers(0, 30), st.integers(1, 6)), elements=st.floats(-1, 1, width=32))
)
@settings(max_examples=60, deadline=None)
def test_any_finite_vectors_are_accepted(vectors):
    found = cluster_vectors(vectors)
    assert found.labels.shape == found.strength.shape == (len(vectors),)
    assert found.labels.dtype == np.int32
    assert found.strength.dtype == np.float32
    assert ((found.strength >= 0) & (found.strength <= 1)).all()
    assert set(found.labels.tolist()) - {-1} == set(range(len(found.tightness)))
    assert (found.strength[found.labels < 0] == 0).all()


def test_clusters_are_numbered_from_the_largest(topics):
    vectors, _ = topics(10, 20)
    labels = cluster_vectors(vectors[:-9]).labels
    sizes = np.bincount(labels[labels >= 0])
    assert (np.diff(sizes) <= 0).all()


def test_one_question_asked_often_in_the_same_words_is_a_cluster(topics):
    vectors, _ = topics(4, 20)
    lonely = np.random.default_rng(9).normal(size=(1, 384)).astype(np.float32)
    found = cluster_vectors(np.concatenate([vectors, np.repeat(lonely, 30, axis=0)]))
    assert len(set(found.labels[-30:].tolist())) == 1
    assert found.labels[-1] >= 0


def test_rows_that_are_all_equal_are_one_cluster():
    found = cluster_vectors(np.ones((40, 8), np.float32))
    assert (found.labels == 0).all()
    assert found.tightness.tolist() == pytest.approx([1.0])


def test_nothing_and_one_row_have_no_cluster():
    assert cluster_vectors(np.empty((0, 8), np.float32)).labels.tolist() == []
    assert cluster_vectors(np.ones((1, 8), np.float32)).labels.tolist() == [-1]


@pytest.mark.parametrize(
    ("vectors", "keys"),
    [
        (np.ones(8, np.float32), None),
        (np.full((3, 8), np.nan, np.float32), None),
        (np.ones((3, 8), np.float32), ["one"]),
    ],
)
def test_what_is_no_set_of_vectors_is_refused_in_words(vectors, keys):
    with pytest.raises(ValueError, match=r"\.$"):
        cluster_vectors(vectors, keys)


@pytest.mark.parametrize(("count", "rows"), [(2, 6), (5, 10), (6, 15), (4, 30), (40, 8)])
def test_few_rows_are_enough(topics, count, rows):
    vectors, truth = topics(count, rows)
    assert adjusted_rand_score(truth, cluster_vectors(vectors).labels) > 0.9


@pytest.mark.parametrize(("count", "rows", "spread"), [(1, 600, 1.0), (40, 50, 4.0), (3, 1_000, 2.0)])
def test_no_cluster_swallows_a_set_without_clear_topics(topics, count, rows, spread):
    vectors, _ = topics(count, rows, spread=spread)
    labels = cluster_vectors(vectors).labels
    assert np.bincount(labels[labels >= 0]).max() < 0.4 * len(vectors)


def test_noise_stays_within_its_share(topics):
    vectors, _ = topics(30, 40, spread=2.5)
    assert (cluster_vectors(vectors).labels < 0).mean() <= 0.15
