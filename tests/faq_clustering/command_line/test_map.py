import pytest
from PIL import Image

from .conftest import invoke, refused


def test_a_page_holds_the_texts_and_needs_nothing_else(result, tmp_path):
    page = tmp_path / "maps" / "map.html"
    done = invoke("map", result, "--out", page)
    assert done.exit_code == 0, done.output
    assert "請求書の宛名を直したい" in page.read_text("utf-8")
    assert [file.name for file in page.parent.iterdir()] == ["map.html"]


@pytest.mark.parametrize("option", [(), ("--dark",)])
def test_a_picture_is_light_or_dark(result, tmp_path, option):
    assert invoke("map", result, "--out", tmp_path / "map.PNG", *option).exit_code == 0
    with Image.open(tmp_path / "map.PNG") as picture:
        corner = picture.convert("L").getpixel((0, 0))
    assert corner < 100 if option else corner > 200


def test_another_ending_is_refused_before_any_work(result, tmp_path):
    assert ".html (a page) or .png" in refused(invoke("map", result, "--out", tmp_path / "map.pdf"))


def test_a_place_that_cannot_be_written_is_refused(result, source):
    assert "cannot be written" in refused(invoke("map", result, "--out", source / "map.html"))
