import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_clustering.embedding import fold_text
from faq_clustering.text import language_of, normalise


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ﾊﾟｽﾜｰﾄﾞを忘れた", "パスワードを忘れた"),
        ("ＡＢＣ プラン", "abcプラン"),
        ("Reset  my\nPassword ", "reset my password"),
        ("パスワード を 忘れた", "パスワードを忘れた"),
    ],
)
def test_width_case_and_idle_spaces_make_no_difference(one, other):
    assert normalise(one) == normalise(other)


def test_words_of_english_stay_apart():
    assert normalise("pass word") != normalise("password")


@given(st.text())
def test_normalising_twice_changes_nothing_more(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_what_a_reader_calls_the_same_is_told_from_the_normal_form(text):
    assert fold_text(normalise(text)) == fold_text(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("パスワードを忘れました", "ja"),
        ("Error E-1043 が出てログインできない", "ja"),
        ("SSOの設定", "ja"),
        ("I forgot my password", "en"),
        ("My name is 花子 and I cannot log in", "en"),
        ("", "ja"),
        ("1043", "ja"),
    ],
)
def test_the_language_of_most_words_is_told(text, language):
    assert language_of(text) == language
