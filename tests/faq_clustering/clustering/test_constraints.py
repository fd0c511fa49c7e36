import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq_clustering.clusters import Constraints, ContradictoryConstraints, cluster_vectors

TOPICS, ROWS = 6, 15


def rows_of(topic, first=0, last=ROWS):
    return tuple(range(topic * ROWS + first, topic * ROWS + last))


def one_cluster(labels, rows):
    found = set(labels[list(rows)].tolist())
    return len(found) == 1 and -1 not in found


def clusters_of(labels, rows):
    return {label for label in labels[list(rows)].tolist() if label >= 0}


@pytest.fixture(scope="module")
def vectors(topics):
    return topics(TOPICS, ROWS, spread=0.7)[0]


def test_a_merge_holds_in_later_runs(vectors):
    assert clusters_of(cluster_vectors(vectors).labels, rows_of(0)).isdisjoint(
        clusters_of(cluster_vectors(vectors).labels, rows_of(1))
    )
    merge = Constraints(together=(rows_of(0) + rows_of(1),))
    labels = cluster_vectors(vectors, constraints=merge).labels
    assert one_cluster(labels, rows_of(0) + rows_of(1))
    assert one_cluster(labels, rows_of(2))


def test_a_link_between_two_rows_brings_only_what_is_linked(vectors):
    link = Constraints(together=((0, ROWS),))
    labels = cluster_vectors(vectors, constraints=link).labels
    assert one_cluster(labels, (0, ROWS))


def test_a_split_holds_in_later_runs(vectors):
    left, right = rows_of(0, 0, 7), rows_of(0, 7)
    assert one_cluster(cluster_vectors(vectors).labels, rows_of(0))
    split = Constraints(together=(left, right), apart=((left, right),))
    labels = cluster_vectors(vectors, constraints=split).labels
    assert one_cluster(labels, left)
    assert one_cluster(labels, right)
    assert labels[left[0]] != labels[right[0]]


def test_a_row_that_is_not_this_one_leaves_alone(vectors):
    others = rows_of(0, 1)
    labels = cluster_vectors(vectors, constraints=Constraints(apart=(((0,), others),))).labels
    assert one_cluster(labels, others)
    assert labels[0] not in clusters_of(labels, others)


def test_linked_rows_are_never_noise(vectors):
    far = np.concatenate([vectors, -vectors[:1], vectors[:1] * 0 + 1]).astype(np.float32)
    pair = (len(vectors), len(vectors) + 1)
    labels = cluster_vectors(far, constraints=Constraints(together=(pair,))).labels
    assert one_cluster(labels, pair)


def test_no_constraint_changes_nothing(vectors):
    plain = cluster_vectors(vectors)
    assert np.array_equal(cluster_vectors(vectors, constraints=Constraints()).labels, plain.labels)


def test_copies_of_a_linked_text_go_with_it(vectors):
    copied = np.concatenate([vectors, vectors[:3]])
    keys = [*(f"question {row}" for row in range(len(vectors))), *(f"question {row}" for row in range(3))]
    merge = Constraints(together=((len(vectors), ROWS),))
    labels = cluster_vectors(copied, keys, constraints=merge).labels
    assert one_cluster(labels, (0, len(vectors), ROWS))


@pytest.mark.parametrize(
    ("constraints", "message"),
    [
        (Constraints(together=((0, 1),), apart=(((0,), (1,)),)), "Rows 0 and 1 shall be apart"),
        (Constraints(together=((0, 1), (1, 2)), apart=(((2,), (0,)),)), "Rows 2 and 0 shall be apart"),
        (Constraints(apart=(((3,), (3,)),)), "Rows 3 and 3 shall be apart"),
    ],
)
def test_contradictions_are_refused_by_row(vectors, constraints, message):
    with pytest.raises(ContradictoryConstraints, match=message):
        cluster_vectors(vectors, constraints=constraints)


def test_equal_texts_cannot_be_apart(vectors):
    keys = ["same", "same", *(f"question {row}" for row in range(2, len(vectors)))]
    with pytest.raises(ContradictoryConstraints, match="have the same text"):
        cluster_vectors(vectors, keys, constraints=Constraints(apart=(((0,), (1,)),)))


@pytest.mark.parametrize("group", [(), (-1, 2), (0, 10_000)])
def test_rows_that_are_not_there_are_refused(vectors, group):
    with pytest.raises(ValueError, match="A constraint names"):
        cluster_vectors(vectors, constraints=Constraints(together=(group,)))


groups = st.lists(st.integers(0, TOPICS * ROWS - 1), min_size=1, max_size=6).map(tuple)


@given(
    together=st.lists(groups, max_size=4).map(tuple),
    apart=st.lists(st.tuples(groups, groups), max_size=4).map(tuple),
    spread=st.sampled_from([0.5, 1.2, 3.0]),
)
@settings(max_examples=40, deadline=None)
def test_whatever_is_asked_for_holds_or_is_refused(topics, together, apart, spread):
    vectors, _ = topics(TOPICS, ROWS, spread=spread)
    try:
        labels = cluster_vectors(vectors, constraints=Constraints(together=together, apart=apart)).labels
    except ContradictoryConstraints:
        return
    assert all(one_cluster(labels, group) for group in together if len(set(group)) > 1)
    assert all(clusters_of(labels, left).isdisjoint(clusters_of(labels, right)) for left, right in apart)
