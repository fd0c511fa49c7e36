"""A map is the same each time, holds clusters together and takes any number of rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from faq_clustering.maps import layout

TOPICS = 12


def topics(rows: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """`rows` vectors around each of twelve centres, and as many again of noise at the end."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(TOPICS, 32))
    members = np.repeat(centres, rows, axis=0) + random.normal(scale=0.3, size=(TOPICS * rows, 32))
    vectors = np.concatenate([members, random.normal(size=(rows, 32))])
    labels = np.concatenate([np.repeat(np.arange(TOPICS), rows), np.full(rows, -1)])
    return vectors.astype(np.float32), labels.astype(np.int32)


def test_the_same_rows_give_the_same_map():
    vectors, labels = topics(20)
    assert np.array_equal(layout(vectors, labels), layout(vectors, labels))


def test_members_of_a_cluster_lie_beside_each_other():
    vectors, labels = topics(30)
    _, near = cKDTree(places := layout(vectors, labels)).query(places, k=6)
    members = labels >= 0
    assert (labels[near[members, 1:]] == labels[members, None]).mean() > 0.8


def test_clusters_near_in_meaning_lie_near_each_other():
    random = np.random.default_rng(3)
    fields = np.repeat(random.normal(size=(4, 32)), 3, axis=0)
    centres = fields + random.normal(scale=0.4, size=fields.shape)
    vectors = np.repeat(centres, 25, axis=0) + random.normal(scale=0.15, size=(300, 32))
    labels = np.repeat(np.arange(12), 25).astype(np.int32)
    places = layout(vectors.astype(np.float32), labels)
    middles = np.stack([places[labels == label].mean(axis=0) for label in range(12)])
    apart = np.linalg.norm(middles[:, None] - middles[None], axis=2)
    field = np.arange(12) // 3
    same = (field[:, None] == field[None]) & ~np.eye(12, dtype=bool)
    assert apart[same].mean() < apart[field[:, None] != field[None]].mean() * 0.6


def test_a_map_fills_its_page():
    places = layout(*topics(30))
    assert (np.ptp(places, axis=0) > 1.9).all()


@settings(max_examples=15, deadline=None)
@given(n=st.integers(0, 60), equal=st.booleans(), clusters=st.integers(0, 12))
def test_any_number_of_rows_has_finite_places_on_the_page(n: int, equal: bool, clusters: int):
    random = np.random.default_rng(n)
    vectors = np.ones((n, 8), np.float32) if equal else random.normal(size=(n, 8)).astype(np.float32)
    labels = (
        random.integers(-1, max(clusters, 0), n).astype(np.int32) if clusters else np.full(n, -1, np.int32)
    )
    places = layout(vectors, labels)
    assert places.shape == (n, 2)
    assert places.dtype == np.float32
    assert np.isfinite(places).all()
    assert (np.abs(places) <= 1.11).all()


def test_equal_rows_do_not_hide_each_other():
    places = layout(np.ones((200, 16), np.float32), np.zeros(200, np.int32))
    assert len(np.unique(np.rint(places * 1000), axis=0)) > 150


def test_a_vector_that_is_not_a_number_is_refused():
    vectors, labels = topics(5)
    vectors[3, 3] = np.nan
    with pytest.raises(ValueError, match="not finite"):
        layout(vectors, labels)


def test_labels_of_other_rows_are_refused():
    vectors, labels = topics(5)
    with pytest.raises(ValueError, match="labels"):
        layout(vectors, labels[1:])
