import numpy as np
import pytest

from faq_clustering.labels import name_clusters


def shown(*texts: str) -> str:
    """The representative of texts that are all equally near the centre."""
    vectors = np.tile(np.array([[1, 0.1]], np.float32), (len(texts) + 1, 1))
    vectors[-1] = [-1, 0]
    labels = np.array([0] * len(texts) + [-1], np.int32)
    return name_clusters([*texts, "別の話"], vectors, labels)[0].representative


def test_a_short_question_rather_than_a_statement_or_a_letter():
    question = "領収書の宛名を変更できますか？"
    letter = (
        "領収書の宛名を変更する件について先日からずっと困っておりまして担当の者も分からないと申しております"
    )
    assert shown(letter, question, "領収書の宛名変更。") == question


def test_no_fragment():
    assert shown("領収書", "領収書の宛名を変更できない") == "領収書の宛名を変更できない"


@pytest.mark.parametrize(
    "private",
    [
        "佐藤ですが領収書の宛名は変更できますか？",
        "領収書の宛名を変更できますか？ 090-1234-5678",
        "[氏名] の領収書の宛名を変更できますか？",
        "領収書の宛名はsato@example.comで変更できますか？",
    ],
)
def test_nobody_is_named_when_another_text_is_as_near(private):
    assert shown(private, "領収書の宛名の変更はできません") == "領収書の宛名の変更はできません"


def test_the_language_of_most():
    assert (
        shown("How do I reset it?", "設定を戻しました", "設定を戻せますか？", "Reset?")
        == "設定を戻せますか？"
    )
    english = shown("How do I reset my password?", "Can I reset the password?", "パスワードを戻せますか？")
    assert english.isascii()


def test_what_many_ask_in_the_same_words():
    asked = "解約の手続きはどうすればいいですか？"
    assert (
        shown("解約するにはどうすればいいのですか？", asked, "解約の方法はどれですか、教えてください", asked)
        == asked
    )
