"""The document holds all a page needs, and little more."""

import json

import numpy as np
import pytest

from faq_clustering.maps import map_document


def test_points_and_clusters_are_columns_that_fit_together(small_map):
    data = json.loads(small_map.to_json())
    assert data["counts"] == {"points": 5, "clusters": 2, "noise": 1}
    assert {len(column) for column in data["points"].values()} == {5}
    named = [data["clusters"][c]["id"] if c >= 0 else -1 for c in data["points"]["cluster"]]
    assert named == [7, 7, 3, 3, -1]
    assert data["points"]["x"][0] == -5000
    assert data["clusters"][data["points"]["cluster"][0]]["name"] == "パスワードを忘れました"


def test_the_largest_cluster_comes_first():
    labels = np.array([0, 1, 1, 1, 2, 2], np.int32)
    document = map_document("", ["a"] * 6, np.zeros((6, 2), np.float32), labels, {})
    assert [one.size for one in document.clusters] == [3, 2, 1]


def test_a_long_text_is_cut_at_80_characters_on_one_line(map_of):
    document = map_of(["長い\n\x00文です" * 100])
    assert len(document.points[0].text) == 80
    assert document.points[0].text.startswith("長い 文です長い 文です")
    assert document.points[0].text.endswith("…")


def test_20000_japanese_rows_stay_below_six_megabytes():
    random = np.random.default_rng(0)
    places = random.uniform(-1, 1, (20_000, 2)).astype(np.float32)
    texts = ["残業時間の集計が合わないのですが、どこを確認すればよいでしょうか。" * 3] * 20_000
    labels = random.integers(-1, 150, 20_000).astype(np.int32)
    assert len(map_document("大きな地図", texts, places, labels, {}).to_json().encode()) < 6_000_000


def test_neighbouring_clusters_have_different_colours():
    across, down = np.meshgrid(np.linspace(-1, 1, 7), np.linspace(-1, 1, 7))
    places = np.stack([across.ravel(), down.ravel()], axis=1).astype(np.float32)
    clusters = map_document("", ["a"] * 49, places, np.arange(49, dtype=np.int32), {}).clusters
    for one in clusters:
        near = [o for o in clusters if o is not one and abs(o.x - one.x) + abs(o.y - one.y) < 3500]
        assert near
        assert all(other.colour != one.colour for other in near)


def test_texts_and_places_must_be_as_many():
    with pytest.raises(ValueError, match="as many"):
        map_document("", ["a"], np.zeros((2, 2), np.float32), np.zeros(2, np.int32), {})


def test_lone_surrogates_do_not_stop_a_map(map_of, tmp_path):
    assert map_of(["壊れた\ud800文字"]).points[0].text == "壊れた 文字"
