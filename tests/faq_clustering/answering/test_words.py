"""Words of a question against those of the FAQs' phrasings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq_clustering.answering.words import FEATURES, Words, bag, tokens

KNOWN, KEY, LIKELIHOOD = range(3)
SAID = (
    (0, "パスワードを忘れました"),
    (0, "パスワードを再設定したい"),
    (1, "領収書を発行してください"),
    (1, "領収書をPDFで受け取りたい"),
    (2, "エラー E-203 が出ます"),
    (2, "error E-203 on the screen"),
)
OTHERS = ("こんにちは", "hello", "カレーの作り方を教えてください")


@pytest.fixture(scope="module")
def words() -> Words:
    return Words.of(bag([text for _, text in SAID]), np.array([faq for faq, _ in SAID]), 3, bag(OTHERS))


def test_japanese_counts_by_pairs_of_characters() -> None:
    assert tokens("領収書") == ["領収", "収書"]
    assert tokens("傘") == ["傘"]


def test_latin_words_count_by_their_first_letters() -> None:
    assert tokens("Forgotten PASSWORDS") == ["forgo", "passw"]


def test_half_and_full_width_are_the_same_words() -> None:
    assert tokens("ﾊﾟｽﾜｰﾄﾞ ｴﾗｰ ＰＤＦ") == tokens("パスワード エラー pdf") != []


def test_mixed_text_is_cut_where_the_script_changes() -> None:
    assert tokens("領収書をPDFで") == ["領収", "収書", "書を", "pdf", "で"]
    assert tokens("E-203が出る") == ["e", "203", "が出", "出る"]


def test_signs_are_no_words() -> None:
    assert tokens("……!? 、。 --") == tokens("") == []


def test_an_faq_knows_its_own_words_best(words: Words) -> None:
    for faq, text in SAID:
        scores = words.scores(bag([text]), np.array([[0, 1, 2]]))[0]
        assert scores.shape == (3, len(FEATURES))
        for feature in (KNOWN, KEY, LIKELIHOOD):
            assert scores[:, feature].argmax() == faq
        assert scores[faq, KNOWN] == pytest.approx(1.0, abs=1e-5)


def test_an_error_number_that_the_faq_never_says_lowers_the_known_words(words: Words) -> None:
    same, other = (
        words.scores(bag([text]), np.array([[2]]))[0, 0] for text in ("E-203 が出ます", "E-204 が出ます")
    )
    assert same[KNOWN] == pytest.approx(1.0, abs=1e-5)
    assert other[KNOWN] < 0.9
    assert other[LIKELIHOOD] < same[LIKELIHOOD]
    assert other[KEY] < same[KEY]


TEXTS = [text for _, text in SAID]
QUESTIONS = st.sampled_from([*TEXTS, *OTHERS, "", "…", "パスワード", "E-204", "ﾊﾟｽﾜｰﾄﾞ reset", "天気"])


@settings(max_examples=25, deadline=None)
@given(questions=st.lists(QUESTIONS, min_size=2, max_size=5), order=st.permutations([0, 1, 2]))
def test_one_question_and_many_get_the_same_scores(
    words: Words, questions: list[str], order: list[int]
) -> None:
    candidates = np.array([order[:2]] * len(questions))
    together = words.scores(bag(questions), candidates)
    alone = [words.scores(bag([text]), candidates[:1])[0] for text in questions]
    np.testing.assert_allclose(together, np.stack(alone), rtol=1e-4, atol=1e-5)


def test_one_faq_learnt_later_has_the_same_words(words: Words) -> None:
    again = words.with_faq(1, bag([text for faq, text in SAID if faq == 1]))
    asked, every = bag(TEXTS), np.array([[0, 1, 2]] * len(TEXTS))
    np.testing.assert_allclose(again.scores(asked, every), words.scores(asked, every), rtol=1e-4, atol=1e-5)


def test_an_faq_without_phrasings_knows_no_word(words: Words) -> None:
    gone = words.with_faq(0, bag([]))
    scores = gone.scores(bag(["パスワードを忘れました"]), np.array([[0, 1]]))[0, 0]
    assert scores[KNOWN] == scores[KEY] == 0.0
