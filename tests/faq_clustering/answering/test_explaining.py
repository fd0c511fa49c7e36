"""For any question: the candidates, the phrasings that matched, and why it was decided so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from faq_clustering.answering import GENERIC_TEXTS, AnswerIndex, Explanation, Phrasing

if TYPE_CHECKING:
    from faq_clustering.answering import Language

    from .conftest import Desk

PASSWORD, ARRIVAL, RECEIPT = 1, 2, 3
QUESTIONS = (
    "パスワードを失念してしまいました",
    "パスワードを忘れました",
    "my parcel has not arrived",
    "領収書について",
    "今日はいい天気ですね",
    "?",
)


def explain(
    desk: Desk, index: AnswerIndex, text: str, language: Language = "ja", most: int = 5
) -> Explanation:
    return index.explain(text, desk.vectors([text])[0], language, most=most)


@pytest.fixture(scope="module")
def certain() -> tuple[AnswerIndex, np.ndarray]:
    """Twenty FAQs that lie so far apart that the bot may answer, with the vectors of their phrasings."""
    random = np.random.default_rng(1)
    centres = np.repeat(random.normal(size=(20, 64)), 10, axis=0)
    vectors = (centres + 0.5 * random.normal(size=centres.shape)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    phrasings = [Phrasing(faq_id=n // 10, version_id=n, language="ja", text=f"質問{n}") for n in range(200)]
    return AnswerIndex.build(phrasings, vectors, target_precision=0.8, version="v"), vectors


def test_an_explanation_tells_of_the_decision_that_is_taken(desk: Desk, three: AnswerIndex) -> None:
    for text in QUESTIONS:
        assert explain(desk, three, text).decision == desk.ask(three, text)


def test_the_likeliest_faq_comes_first_with_its_three_nearest_phrasings(
    desk: Desk, three: AnswerIndex, texts: dict[int, tuple[str, ...]]
) -> None:
    found = explain(desk, three, "パスワードを失念してしまいました").candidates
    assert found[0].faq_id == PASSWORD
    assert {one.faq_id for one in found} == {PASSWORD, ARRIVAL, RECEIPT}
    for one in found:
        cosines = [match.cosine for match in one.matches]
        assert len(cosines) == 3
        assert cosines == sorted(cosines, reverse=True)
        assert {match.text for match in one.matches} <= set(texts[one.faq_id])
        assert one.version_id == one.faq_id * 10
    assert found[0].matches[0].text == "パスワードを忘れました"


def test_what_speaks_for_the_right_faq_is_more_than_what_speaks_for_the_others(
    desk: Desk, three: AnswerIndex
) -> None:
    first, *others = explain(desk, three, "パスワードを失念してしまいました").candidates
    assert first.lead > 0
    for other in others:
        assert first.nearest > other.nearest
        assert first.score > other.score
        assert first.known_words > other.known_words
        assert first.vote >= other.vote
        assert other.lead == pytest.approx(other.nearest - first.nearest, abs=1e-6)


def test_shares_are_shares(desk: Desk, three: AnswerIndex) -> None:
    for text in QUESTIONS:
        found = explain(desk, three, text)
        votes = [found.background_vote, *(one.vote for one in found.candidates)]
        assert sum(votes) == pytest.approx(1.0, abs=1e-3) or not found.candidates
        assert all(0 <= share <= 1 for one in found.candidates for share in (one.known_words, one.vote))
        assert all(-1.001 <= match.cosine <= 1.001 for one in found.candidates for match in one.matches)


def test_candidates_are_the_choices_with_their_confidence_and_then_the_others(
    desk: Desk, texts: dict[int, tuple[str, ...]]
) -> None:
    index = desk.index({faq * 10 + half: ts[half::2] for faq, ts in texts.items() for half in (0, 1)})
    found = explain(desk, index, "領収書について", most=6)
    chosen = [(choice.faq_id, choice.confidence) for choice in found.decision.choices]
    assert chosen
    assert [(one.faq_id, one.confidence) for one in found.candidates][: len(chosen)] == chosen
    assert len(found.candidates) == 6
    assert all(one.confidence is None for one in found.candidates[3:])


def test_as_many_candidates_as_asked_for(desk: Desk, three: AnswerIndex) -> None:
    for most in (1, 2):
        assert len(explain(desk, three, "領収書について", most=most).candidates) == most


def test_candidates_are_told_even_where_the_bot_fetches_a_person(desk: Desk, three: AnswerIndex) -> None:
    found = explain(desk, three, "今日はいい天気ですね")
    assert (found.decision.kind, found.decision.choices) == ("none", ())
    assert found.reason == "unlikely"
    assert len(found.candidates) == 3
    assert found.background_vote > found.candidates[0].vote


def test_an_approved_phrasing_stands_first_whatever_language_it_is_in(
    desk: Desk, texts: dict[int, tuple[str, ...]]
) -> None:
    index = desk.index(texts, english=True)
    found = explain(desk, index, "I forgot my password", "ja")
    assert found.reason == "approved_words"
    match = found.candidates[0].matches[0]
    assert (match.text, match.language) == ("I forgot my password", "en")


def test_few_labels_are_given_as_such(desk: Desk, three: AnswerIndex) -> None:
    found = explain(desk, three, "パスワードを失念してしまいました")
    assert found.only_suggests
    assert found.threshold is None
    assert found.labelled == 30 < found.labels_needed


def test_a_confident_answer_names_its_threshold(certain: tuple[AnswerIndex, np.ndarray]) -> None:
    index, vectors = certain
    found = index.explain("新しい質問", vectors[70], "ja")
    assert found.reason == "confident"
    assert not found.only_suggests
    first = found.candidates[0]
    assert first.faq_id == 7
    assert first.confidence is not None
    assert found.threshold is not None
    assert first.confidence >= found.threshold
    assert found.labelled >= found.labels_needed


def test_without_faqs_or_words_there_is_a_reason_and_no_candidate(desk: Desk, three: AnswerIndex) -> None:
    empty = AnswerIndex.build([], desk.vectors([]), generic=desk.vectors(GENERIC_TEXTS), version="v")
    assert explain(desk, empty, "領収書について").reason == "no_faq"
    assert explain(desk, three, "…").reason == "no_words"
    for found in (explain(desk, empty, "領収書について"), explain(desk, three, "…")):
        assert found.candidates == ()
        assert found.decision.kind == "none"


def test_a_changed_faq_speaks_with_its_new_words_only(desk: Desk, three: AnswerIndex) -> None:
    new = Phrasing(faq_id=PASSWORD, version_id=11, language="ja", text="暗証番号を変えたい")
    changed = three.with_faq(PASSWORD, [new], desk.vectors([new.text]), version="v3")
    first = explain(desk, changed, "暗証番号を変えるには").candidates[0]
    assert (first.version_id, [match.text for match in first.matches]) == (11, ["暗証番号を変えたい"])
