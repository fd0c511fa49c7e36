import numpy as np

from faq_clustering.neighbours import EXACT_UP_TO, nearest, neighbours_within, normalised


def test_a_row_is_not_its_own_neighbour(topics):
    vectors, _ = topics(3, 20)
    unit = normalised(np.concatenate([vectors, vectors]))
    rows, similarity = neighbours_within(unit, 10)
    assert not (rows == np.arange(len(unit))[:, None]).any()
    assert (np.diff(similarity, axis=1) <= 1e-6).all()


def test_more_neighbours_than_rows_are_as_many_as_there_are():
    rows, similarity = neighbours_within(normalised(np.eye(4, dtype=np.float32)), 10)
    assert rows.shape == similarity.shape == (4, 3)


def test_inverted_lists_find_nearly_what_an_exact_search_finds(topics):
    vectors, _ = topics(301, 100, spread=1.0)
    unit = normalised(vectors[:, :32])
    assert len(unit) > EXACT_UP_TO
    found, _ = nearest(unit[:200], unit, 10)
    exact = np.argsort(-(unit[:200] @ unit.T), axis=1)[:, :10]
    shared = [len(set(a) & set(b)) for a, b in zip(found.tolist(), exact.tolist(), strict=True)]
    assert np.mean(shared) > 8.5
