import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq_clustering.labels import name_clusters

TEXTS = st.sampled_from(
    [
        "打刻を修正したい",
        "打刻の修正",
        "請求書はどこ？",
        "Where is my refund?",
        "refund please",
        "🙏",
        "",
        "a\0b",
    ]
)


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(["😀😀", "🙏", "😭😭😭"], id="emoji"),
        pytest.param(["\0", "\0\0", "\x1b"], id="control characters"),
        pytest.param(["請求書" * 6_700, "x " * 10_000], id="20,000 characters"),
        pytest.param(["同じ打刻の質問です"] * 5, id="equal"),
        pytest.param([""] * 3, id="empty"),
    ],
)
def test_any_text_gets_a_name(named, texts):
    name = named(texts)[0]
    assert name.representative in texts
    assert len(name.keywords) <= 6


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(st.tuples(TEXTS, st.integers(-1, 1)), min_size=1, max_size=12), data=st.data())
def test_the_order_of_rows_changes_nothing(encoder, rows, data):
    shuffled = data.draw(st.permutations(rows))
    assert _names(encoder, rows) == _names(encoder, shuffled)


def _names(encoder, rows):
    texts = [text for text, _ in rows]
    labels = np.array([label for _, label in rows], np.int32)
    names = name_clusters(texts, encoder.encode(texts), labels)
    return {label: (name.representative, name.keywords, name.language) for label, name in names.items()}
