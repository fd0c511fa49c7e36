"""The page is one file, asks for nothing, and takes every text as text."""

import json
import re

from faq_clustering.maps import write_html

HOSTILE = "</script><script>alert(1)</script><!--\u2028\"'&amp;{{script}}"


def page(document, tmp_path) -> str:
    write_html(document, tmp_path / "map.html")
    return (tmp_path / "map.html").read_text(encoding="utf-8")


def test_texts_cannot_leave_their_place(map_of, tmp_path):
    document = map_of([HOSTILE])
    written = page(document, tmp_path)
    assert written.count("</script>") == 2
    assert "<!--" not in written
    assert "\u2028" not in written
    data = re.search(r'<script type="application/json" id="map-data">(.*?)</script>', written, re.DOTALL)
    assert data is not None
    assert json.loads(data[1]) == json.loads(document.to_json())


def test_nothing_is_fetched_and_nothing_left_to_fill_in(small_map, tmp_path):
    written = page(small_map, tmp_path)
    assert not re.search(r"https?://|url\(|@import|\bsrc=|<link", written)
    assert not re.search(r"^\s*(import|export)\b", written, re.MULTILINE)
    assert "{{" not in written
