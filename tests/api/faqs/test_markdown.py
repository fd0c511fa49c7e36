"""Answers are shown as HTML to customers: nothing of the writer's may become a tag."""

import pytest

from api.faqs.markdown import html_of


def test_bold_works_next_to_japanese_brackets():
    assert html_of("**「設定」**を開きます") == "<p><strong>「設定」</strong>を開きます</p>"


def test_lists_and_lines_keep_their_shape():
    html = html_of("手順です\n次へ\n1. 開く\n2. 押す\n\n- その他")
    assert "手順です<br>\n次へ" in html
    assert "<ol>\n<li>開く</li>\n<li>押す</li>\n</ol>" in html
    assert "<li>その他</li>" in html


def test_a_line_after_a_list_is_no_longer_part_of_it():
    assert html_of("1. 開く\n2. 押す\nお困りのときは").endswith("</ol>\n<p>お困りのときは</p>")


def test_links_lead_to_the_web_only():
    assert 'href="https://help.example/a?b=1&amp;c=2" rel="noopener' in html_of(
        "[手順](https://help.example/a?b=1&c=2)"
    )
    for address in (
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "file:///etc",
    ):
        assert "href" not in html_of(f"[手順]({address})")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "**<b onclick=x>**",
        '[a](https://e.example/"onmouseover="alert(1))',
        "- <iframe>\n1. <svg/onload=x>",
        "<!-- x --><?php ?>",
    ],
)
def test_html_is_shown_not_run(text: str):
    html = html_of(text)
    for tag in ("<script", "<img", "<b ", "<iframe", "<svg", "<!--", "<?"):
        assert tag not in html
    assert '"onmouseover' not in html
