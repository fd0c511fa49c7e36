import numpy as np
import pytest

from faq_clustering.clusters import Constraints, cluster_vectors
from faq_clustering.lineage import carry_identity


def kept(old, new):
    """The share of rows in a cluster both times that keep their cluster's id."""
    before = {row: label if label >= 0 else None for row, label in enumerate(old.tolist())}
    after = dict(enumerate(new.tolist()))
    ids = carry_identity(before, after).ids
    both = [row for row in before if before[row] is not None and after[row] >= 0]
    return sum(ids.get(after[row]) == before[row] for row in both) / len(both)


@pytest.fixture(scope="module")
def blurred(topics):
    """Topics that run into each other, in an order of chance: their borders are anybody's guess."""
    vectors, _ = topics(30, 40, spread=1.8)
    return vectors[np.random.default_rng(1).permutation(len(vectors))]


def test_a_run_keeps_to_what_the_last_one_knew(blurred):
    old = cluster_vectors(blurred[:1140]).labels
    previous = np.full(len(blurred), -1, np.int32)
    previous[: len(old)] = old
    alone = cluster_vectors(blurred).labels[: len(old)]
    remembering = cluster_vectors(blurred, previous=previous).labels[: len(old)]
    assert kept(old, remembering) >= 0.97
    assert kept(old, remembering) >= kept(old, alone)


def test_new_rows_still_find_a_cluster_of_their_own(topics):
    vectors, truth = topics(8, 25)
    known = truth < 7
    previous = np.full(len(vectors), -1, np.int32)
    previous[known] = cluster_vectors(vectors[known]).labels
    labels = cluster_vectors(vectors, previous=previous).labels
    fresh = {label for label in labels[~known].tolist() if label >= 0}
    assert fresh
    assert fresh.isdisjoint(labels[known].tolist())


def test_a_constraint_is_stronger_than_memory(topics):
    vectors, truth = topics(4, 20)
    first = cluster_vectors(vectors).labels
    merge = Constraints(together=(tuple(np.flatnonzero(truth <= 1).tolist()),))
    merged = cluster_vectors(vectors, constraints=merge, previous=first).labels
    assert len(set(merged[truth <= 1].tolist())) == 1


def test_labels_of_another_set_are_refused(topics):
    vectors, _ = topics(3, 10)
    with pytest.raises(ValueError, match="30 vectors but 29 labels of the last run"):
        cluster_vectors(vectors, previous=np.zeros(29, np.int32))
