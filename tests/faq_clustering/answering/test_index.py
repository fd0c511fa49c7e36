from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING

import numpy as np
import pytest

from faq_clustering.answering import GENERIC_TEXTS, AnswerIndex, Phrasing
from faq_clustering.answering.words import bag

if TYPE_CHECKING:
    from .conftest import Desk, Forty


def test_an_empty_index_has_nothing_to_say(desk: Desk) -> None:
    for vectors in (np.zeros((0, 384), dtype=np.float32), np.zeros(0, dtype=np.float32)):
        index = AnswerIndex.build([], vectors, generic=desk.vectors(GENERIC_TEXTS), version="v0")
        decision = desk.ask(index, "パスワードを忘れました")
        assert (decision.kind, decision.confidence, decision.choices) == ("none", 0.0, ())
        assert decision.index_version == "v0"


def test_an_index_works_without_any_background(desk: Desk, texts: dict[int, tuple[str, ...]]) -> None:
    phrasings = [
        Phrasing(faq_id=f, version_id=f, language="ja", text=t) for f, ts in texts.items() for t in ts
    ]
    index = AnswerIndex.build(phrasings, desk.vectors([p.text for p in phrasings]), version="v")
    assert desk.ask(index, "パスワードを失念してしまいました").choices[0].faq_id == 1


def test_under_fifty_labels_there_is_no_threshold_whatever_the_target(
    desk: Desk, texts: dict[int, tuple[str, ...]]
) -> None:
    phrasings = [
        Phrasing(faq_id=f, version_id=f, language="ja", text=t) for f, ts in texts.items() for t in ts
    ]
    vectors, generic = desk.vectors([p.text for p in phrasings]), desk.vectors(GENERIC_TEXTS)
    index = AnswerIndex.build(phrasings, vectors, generic=generic, target_precision=0.5, version="v")
    assert index.calibration is not None
    assert index.calibration.labelled == {"ja": 30, "en": 0}
    assert index.threshold("ja") == index.threshold("en") == 2.0


def test_the_order_of_the_phrasings_does_not_matter(
    desk: Desk, three: AnswerIndex, texts: dict[int, tuple[str, ...]]
) -> None:
    turned = desk.index(dict(reversed(texts.items())))
    for text in ("パスワードを失念してしまいました", "返品したい"):
        one, other = desk.ask(three, text), desk.ask(turned, text)
        assert (one.kind, one.likeliest) == (other.kind, other.likeliest)
        assert one.confidence == pytest.approx(other.confidence, abs=0.05)


def test_background_that_repeats_a_phrasing_does_not_silence_the_faq(
    desk: Desk, texts: dict[int, tuple[str, ...]]
) -> None:
    phrasings = [
        Phrasing(faq_id=f, version_id=f, language="ja", text=t) for f, ts in texts.items() for t in ts
    ]
    index = AnswerIndex.build(
        phrasings,
        desk.vectors([p.text for p in phrasings]),
        desk.vectors(["パスワードを忘れました", "返品したい", "解約したい", "住所を変えたい"]),
        generic=desk.vectors(GENERIC_TEXTS),
        version="v",
    )
    decision = desk.ask(index, "パスワードを失念してしまいました")
    assert (decision.kind, decision.choices[0].faq_id) == ("ask", 1)
    assert desk.ask(index, "返品できますか").kind != "answer"


def test_an_index_cannot_be_changed(three: AnswerIndex) -> None:
    with pytest.raises(FrozenInstanceError):
        three.version = "other"  # type: ignore[misc]


def test_generic_vectors_of_another_list_are_refused(desk: Desk) -> None:
    phrasing = Phrasing(faq_id=1, version_id=1, language="ja", text="質問")
    with pytest.raises(ValueError, match="GENERIC_TEXTS"):
        AnswerIndex.build(
            [phrasing], desk.vectors(["質問"]), generic=desk.vectors(["こんにちは"]), version="v"
        )


def test_choices_are_the_likeliest_faqs_and_at_most_three(
    desk: Desk, texts: dict[int, tuple[str, ...]]
) -> None:
    index = desk.index({faq * 10 + half: ts[half::2] for faq, ts in texts.items() for half in (0, 1)})
    decision = desk.ask(index, "領収書について")
    confidences = [choice.confidence for choice in decision.choices]
    assert 1 <= len(confidences) <= 3
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) <= 1.0 + 1e-6


def test_a_decision_finds_the_right_one_of_a_hundred_faqs() -> None:
    random = np.random.default_rng(1)
    centres = np.repeat(random.normal(size=(100, 384)), 10, axis=0)
    vectors = (centres + random.normal(size=centres.shape)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    phrasings = [Phrasing(faq_id=n // 10, version_id=n, language="ja", text=f"質問{n}") for n in range(1000)]
    index = AnswerIndex.build(phrasings, vectors, version="v")
    for row in range(0, 1000, 20):
        decision = index.decide("新しい質問", vectors[row], "ja")
        assert decision.choices[0].faq_id == row // 10


def test_a_question_alone_is_seen_as_among_others(forty: Forty, forty_index: AnswerIndex) -> None:
    assert forty_index.desk is not None
    assert forty_index.ranking is not None
    asked = [pair for one in forty.phrasings[::10] for pair in forty.about(one.faq_id)[:2]]
    vectors = np.array([vector for _, vector in asked])
    together = forty_index.ranking.order(forty_index.desk.look(vectors, 1, bag([text for text, _ in asked])))
    for row, (text, vector) in enumerate(asked):
        alone = forty_index.sees(text, vector, "en")
        assert alone.faqs[0].tolist() == together.faqs[row].tolist()
        assert alone.nearest[0].tolist() == together.nearest[row].tolist()
        np.testing.assert_allclose(alone.signals[0], together.signals[row], rtol=1e-4, atol=1e-4)
        np.testing.assert_allclose(alone.rivals[0], together.rivals[row], rtol=1e-4, atol=1e-5)


def test_an_index_decides_the_same_after_it_was_sent_to_another_process(
    forty: Forty, forty_index: AnswerIndex
) -> None:
    sent = pickle.loads(pickle.dumps(forty_index))
    for text, vector in forty.about(forty.phrasings[0].faq_id):
        assert sent.decide(text, vector, "en") == forty_index.decide(text, vector, "en")
