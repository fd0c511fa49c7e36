import subprocess
import sys

import numpy as np
import pytest

from faq_clustering import cluster
from faq_clustering.clusters import Constraints

PASSWORD = [
    "パスワードを忘れました",
    "パスワードを再設定したい",
    "パスワードがわからない",
    "パスワードを変えたい",
]
INVOICE = [
    "請求書をダウンロードしたい",
    "請求書が見つからない",
    "請求書の宛名を直したい",
    "請求書をPDFでほしい",
]
LEAVE = [
    "有給の残り日数を知りたい",
    "有給を申請できない",
    "有給の付与日はいつですか",
    "有給を取り消したい",
]
TEXTS = [*PASSWORD, *INVOICE, *LEAVE]
GREETING = "いつも大変お世話になっております。株式会社みどりの佐藤と申します。\n"


def test_letters_that_share_only_their_greeting_are_not_alike(encoder):
    letters = cluster([GREETING + text for text in TEXTS], encoder)
    assert np.array_equal(letters.labels, cluster(TEXTS, encoder).labels)
    assert all("お世話" in cut.text for cut in letters.demands[0].cut[:1])


def test_each_cluster_has_a_name_from_its_own_members(encoder):
    found = cluster(TEXTS, encoder)
    assert (
        set(found.names) == set(range(len(found.tightness))) == set(found.labels[found.labels >= 0].tolist())
    )
    for label, name in found.names.items():
        assert found.labels[name.representative_row] == label
        assert name.language == "ja"


def test_a_text_with_two_questions_counts_for_both_topics(encoder):
    both = f"{PASSWORD[0]}。どうすればいいですか？\nまた、{INVOICE[0]}のですが、どこからできますか？"
    found = cluster([*TEXTS, both], encoder)
    assert len(found.demands[-1].questions) == 2
    assert len(found.labels) == len(TEXTS) + 1
    labels = {int(found.labels[-1]), *found.also.get(len(TEXTS), ())}
    assert labels >= {int(found.labels[0]), int(found.labels[4])}


def test_constraints_and_memory_are_by_text_also_where_one_asks_twice(encoder):
    both = f"{PASSWORD[0]}。どうすればいいですか？\nまた、{INVOICE[0]}のですが、どこからできますか？"
    texts = [both, *TEXTS]
    merge = Constraints(together=(tuple(range(1, 9)),))
    found = cluster(texts, encoder, constraints=merge, previous=np.full(len(texts), -1, np.int32))
    assert len(set(found.labels[1:9].tolist())) == 1
    assert found.labels[1] >= 0


@pytest.mark.parametrize(
    ("texts", "clusters"),
    [([], 0), (["ひとつだけ"], 0), (["", "  "], 0), (["同じ質問です"] * 50, 1), (["😀", "🎉🎉"], 0)],
)
def test_odd_sets_have_a_sensible_result(encoder, texts, clusters):
    found = cluster(texts, encoder)
    assert len(found.labels) == len(found.strength) == len(found.nearest) == len(texts)
    assert len(found.names) == clusters


def test_a_constraint_on_a_text_that_is_not_there_is_refused(encoder):
    with pytest.raises(ValueError, match="names row 99; there are 12 rows"):
        cluster(TEXTS, encoder, constraints=Constraints(together=((0, 99),)))
    with pytest.raises(ValueError, match="12 texts but 3 labels"):
        cluster(TEXTS, encoder, previous=np.zeros(3, np.int32))


def test_importing_the_library_loads_no_heavy_package():
    heavy = "{'torch', 'faiss', 'hdbscan', 'sklearn', 'sknetwork'} & set(sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys, faq_clustering; print({heavy})"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "set()"
