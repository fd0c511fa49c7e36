"""Small maps to look at."""

from collections.abc import Callable

import numpy as np
import pytest

from faq_clustering.labels import ClusterName
from faq_clustering.maps import MapDocument, map_document

TEXTS = ["パスワードを忘れました", "ﾊﾟｽﾜｰﾄﾞの変更", "請求書の再発行", "領収書がほしい", "迷子の問い合わせ"]
LABELS = np.array([7, 7, 3, 3, -1], np.int32)
NAMES = {
    7: ClusterName(representative_row=0, representative=TEXTS[0], keywords=("パスワード",), language="ja"),
    3: ClusterName(representative_row=2, representative=TEXTS[2], keywords=("請求書",), language="ja"),
}
PLACES = np.array([(-0.5, 0), (-0.4, 0.1), (0.5, 0), (0.4, 0.1), (0, -0.8)], np.float32)


@pytest.fixture
def small_map() -> MapDocument:
    return map_document("問い合わせの地図", TEXTS, PLACES, LABELS, NAMES)


@pytest.fixture
def map_of() -> Callable[[list[str]], MapDocument]:
    """A map of these texts in one cluster that the first names; the title is the first, too."""

    def make(texts: list[str]) -> MapDocument:
        name = ClusterName(representative_row=0, representative=texts[0], keywords=(texts[0],), language="ja")
        places = np.linspace((-0.5, -0.5), (0.5, 0.5), len(texts), dtype=np.float32)
        return map_document(texts[0], texts, places, np.zeros(len(texts), np.int32), {0: name})

    return make
