import numpy as np
import pytest

from faq_clustering.labels import name_clusters

TWO_FACTOR = [
    "二段階認証のコードが届きません",
    "二段階認証を解除したいです",
    "機種変更で二段階認証が通らない",
    "二段階認証はどうやって設定しますか？",
    "二段階認証のSMSが来ない",
    "二段階認証の再設定をしたい",
]
INVOICE = [
    "請求書をダウンロードしたい",
    "請求書の宛名を変更できますか？",
    "先月の請求書が見つからない",
    "請求書のPDFがほしい",
    "請求書を再発行してください",
    "請求書の日付を3月分に直したい",
]
REFUND = [
    "How do I get a refund?",
    "My refund has not arrived",
    "I want a refund for the annual plan",
    "When will the refund be paid?",
    "The refund was too small",
]


@pytest.fixture
def names(encoder):
    texts = [*TWO_FACTOR, *INVOICE, *REFUND, "こんにちは"]
    labels = np.array([0] * 6 + [1] * 6 + [2] * 5 + [-1], np.int32)
    return name_clusters(texts, encoder.encode(texts), labels)


def test_every_cluster_but_noise_is_named(names):
    assert set(names) == {0, 1, 2}


def test_the_representative_is_a_member_and_its_row_is_told(names):
    assert names[0].representative == TWO_FACTOR[names[0].representative_row]
    assert names[1].representative == INVOICE[names[1].representative_row - 6]


def test_a_compound_with_a_number_stays_whole(names):
    assert names[0].keywords[0] == "二段階認証"
    assert not {"段階認証", "段階", "認証"} & set(names[0].keywords)


def test_dates_and_counts_are_no_keywords(names):
    assert "請求書" in names[1].keywords
    assert not any("月" in word for word in names[1].keywords)


def test_english_keywords_come_without_idle_words(names):
    assert names[2].language == "en"
    assert names[2].keywords[0] == "refund"
    assert not {"the", "how", "my"} & set(names[2].keywords)


def test_a_cluster_of_two_still_has_keywords(encoder):
    texts = ["打刻を修正したい", "打刻の修正申請を取り消す"]
    name = name_clusters(texts, encoder.encode(texts), np.zeros(2, np.int32))[0]
    assert "打刻" in name.keywords


def test_of_equally_central_members_a_short_question_is_shown():
    texts = [
        "領収書の宛名を変更する件について先日からずっと困っておりまして担当の者も分からないと申しております次第",
        "領収書の宛名を変更できますか？",
        "領収書の宛名変更。",
    ]
    vectors = np.array([[1, 0.1], [1, 0.1], [1, 0.1], [-1, 0]], np.float32)
    labels = np.array([0, 0, 0, -1], np.int32)
    assert name_clusters([*texts, "別"], vectors, labels)[0].representative_row == 1
