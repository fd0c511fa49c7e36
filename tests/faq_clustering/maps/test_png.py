"""The picture shows names in Japanese, side by side."""

import numpy as np
import pytest
from PIL import Image

from faq_clustering.maps import map_document, write_png
from faq_clustering.maps.document import MapCluster
from faq_clustering.maps.placing import placed, printable
from faq_clustering.maps.png import label_font


@pytest.mark.parametrize(("theme", "bright"), [("light", True), ("dark", False)])
def test_a_picture_has_the_size_and_the_theme_asked_for(small_map, tmp_path, theme, bright):
    write_png(small_map, tmp_path / "map.png", theme=theme, width=640, height=480)
    with Image.open(tmp_path / "map.png") as image:
        assert image.size == (640, 480)
        assert (np.asarray(image.convert("L")).mean() > 128) == bright


def test_an_empty_map_is_a_picture_too(tmp_path):
    empty = map_document("空", [], np.zeros((0, 2), np.float32), np.zeros(0, np.int32), {})
    write_png(empty, tmp_path / "map.png", width=400, height=300)
    assert (tmp_path / "map.png").stat().st_size > 500


def test_japanese_signs_have_a_shape_each_and_emoji_are_left_out():
    font = label_font(24)
    text = "勤怠締め・ﾊﾟｽﾜｰﾄﾞ～①髙﨑"
    assert printable(text + "😀", font) == text
    assert bytes(font.getmask("怠")) != bytes(font.getmask("髙"))


def test_names_do_not_overlap_and_the_largest_cluster_has_one():
    random = np.random.default_rng(1)
    clusters = [
        MapCluster(
            id=i, size=300 - i, name=f"勤怠の締め方{i}を教えてください", keywords=(), x=0, y=0, colour=0
        )
        for i in range(200)
    ]
    font = label_font(16)
    screen = random.uniform((0, 100), (1600, 1180), (200, 2))
    screen[0] = (800, 600)
    boxes = placed(clusters, screen, (1600, 1200), font)
    assert len(boxes) > 20
    assert boxes[0].cluster == 0
    for one in boxes:
        assert not any(one.touches(other, 0) for other in boxes if other is not one)
        assert all(font.getlength(line) <= one.right - one.left + 1 for line in one.lines)
