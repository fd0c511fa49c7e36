from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from faq_clustering.answering import GENERIC_TEXTS, AnswerIndex, Decision, Language, Phrasing
from faq_clustering.embedding import Embedder, load_embedder
from faq_clustering.embedding.obtain import complete

FOLDER = Path(__file__).parents[3] / "models" / "multilingual-e5-small"

PASSWORD, ARRIVAL, RECEIPT = 1, 2, 3
JAPANESE = {
    PASSWORD: (
        "パスワードを忘れました",
        "パスワードを忘れてログインできない",
        "ログインのパスワードがわかりません",
        "パスワードを再設定したい",
        "パスワードのリセット方法を教えてください",
        "パスワードが思い出せず入れません",
        "ログインしようとするとパスワードが違うと言われます",
        "パスワードの変更手順を知りたい",
        "新しいパスワードを作り直したいです",
        "パスワード再発行をお願いします",
    ),
    ARRIVAL: (
        "注文した商品が届きません",
        "荷物はいつ届きますか",
        "先週頼んだ品物がまだ来ない",
        "配達状況を確認したい",
        "発送はもう済んでいますか",
        "到着予定日を教えてください",
        "商品がまだ届いていないのですが",
        "配送が遅れているようです",
        "注文品の追跡方法を教えて",
        "届くはずの日を過ぎても届かない",
    ),
    RECEIPT: (
        "領収書を発行してください",
        "領収書がほしいのですが",
        "領収書のダウンロード方法は",
        "宛名を会社名にした領収書がほしい",
        "領収書はどこから出せますか",
        "先月分の領収書をもらえますか",
        "領収書をPDFで受け取りたい",
        "領収書の再発行をお願いしたい",
        "経費精算に使う領収書が必要です",
        "購入の領収書を送ってほしい",
    ),
}
ENGLISH = {PASSWORD: ("I forgot my password", "how do I reset my password", "my password does not work")}


@dataclass(frozen=True)
class Desk:
    """Builds indexes and asks them, embedding each text and learning each index once."""

    embedder: Embedder
    cache: dict[str, npt.NDArray[np.float32]] = field(default_factory=dict)
    built: dict[tuple[object, ...], AnswerIndex] = field(default_factory=dict)

    def vectors(self, texts: tuple[str, ...] | list[str]) -> npt.NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in self.cache]
        self.cache.update(zip(new, self.embedder.encode(new), strict=True))
        rows = [self.cache[text] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.embedder.dimension)

    def index(
        self, faqs: dict[int, tuple[str, ...]], *, english: bool = False, version: str = "v1"
    ) -> AnswerIndex:
        phrasings = [
            Phrasing(faq_id=faq, version_id=faq * 10, language="ja", text=text)
            for faq, texts in faqs.items()
            for text in texts
        ]
        if english:
            phrasings += [
                Phrasing(faq_id=faq, version_id=faq * 10, language="en", text=text)
                for faq, texts in ENGLISH.items()
                for text in texts
            ]
        key = (version, *phrasings)
        if key not in self.built:
            self.built[key] = AnswerIndex.build(
                phrasings,
                self.vectors([phrasing.text for phrasing in phrasings]),
                generic=self.vectors(GENERIC_TEXTS),
                version=version,
            )
        return self.built[key]

    def ask(self, index: AnswerIndex, text: str, language: Language = "ja") -> Decision:
        return index.decide(text, self.vectors([text])[0], language)


@pytest.fixture(scope="session")
def desk() -> Desk:
    if not complete(FOLDER):
        pytest.fail(f"first run: python -m faq_clustering.embedding.obtain models/{FOLDER.name}")
    return Desk(load_embedder(str(FOLDER), threads=1))


@pytest.fixture(scope="session")
def texts() -> dict[int, tuple[str, ...]]:
    """Ten phrasings each of FAQ 1 (password), 2 (arrival) and 3 (receipt)."""
    return JAPANESE


@pytest.fixture(scope="session")
def three(desk: Desk) -> AnswerIndex:
    return desk.index(JAPANESE)


@dataclass(frozen=True)
class Forty:
    """Forty FAQs with twelve phrasings each and questions in fresh words, a fifth of them on ten topics that
    no FAQ covers. Every fifth topic lies beside the one before and shares a third of its words."""

    phrasings: list[Phrasing]
    vectors: npt.NDArray[np.float32]
    questions: list[tuple[str, npt.NDArray[np.float32], int | None]]

    def index(self, **settings: Any) -> AnswerIndex:
        return AnswerIndex.build(self.phrasings, self.vectors, **{"version": "v1", **settings})

    def of(self, faq: int) -> tuple[list[Phrasing], npt.NDArray[np.float32]]:
        """The phrasings of one FAQ and their vectors."""
        rows = [row for row, one in enumerate(self.phrasings) if one.faq_id == faq]
        return [self.phrasings[row] for row in rows], self.vectors[rows]

    def about(self, faq: int | None) -> list[tuple[str, npt.NDArray[np.float32]]]:
        """The questions that this FAQ answers; None: that no FAQ does."""
        return [(text, vector) for text, vector, own in self.questions if own == faq]


def made(seed: int) -> Forty:
    """Vectors on a sphere and texts of invented words, by a seed."""
    random = np.random.default_rng(seed)
    topics, width, phrasings, fresh = 50, 48, 12, 8
    letters = "abcdefghijklmnopqrstuvwxyz"
    centres = random.normal(size=(topics, width)) / np.sqrt(width)
    centres[1::5] = centres[::5] + centres[1::5]
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    left_out = set(random.choice(topics, topics // 5, replace=False).tolist())
    said: list[Phrasing] = []
    vectors, questions = [], []
    for topic in range(topics):
        spread = 2.5 * random.uniform(0.4, 1.3, size=(phrasings + fresh, 1)) / np.sqrt(width)
        rows = (centres[topic] + spread * random.normal(size=(len(spread), width))).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        texts = []
        for _ in rows:
            shared = topic - 1 if topic % 5 == 1 else topic
            own = [(shared if word < 2 else topic, word) for word in random.choice(6, 2, replace=False)]
            common = random.choice(40, 3, replace=False)
            texts.append(
                " ".join(
                    [letters[of % 26] * 2 + letters[of // 26] + letters[word] for of, word in own]
                    + ["of" + letters[word % 26] + letters[word // 26] for word in common]
                )
            )
        own_faq = None if topic in left_out else topic
        asked = zip(texts[phrasings:], rows[phrasings:], strict=True)
        questions += [(text, row, own_faq) for text, row in asked]
        if own_faq is not None:
            said += [
                Phrasing(faq_id=topic, version_id=topic * 10, language="en", text=text)
                for text in texts[:phrasings]
            ]
            vectors.append(rows[:phrasings])
    return Forty(said, np.concatenate(vectors), questions)


@pytest.fixture(scope="session")
def forties() -> list[Forty]:
    """Four of them, each made anew."""
    return [made(seed) for seed in range(4)]


@pytest.fixture(scope="session")
def forty(forties: list[Forty]) -> Forty:
    return forties[-1]


@pytest.fixture(scope="session")
def forty_index(forty: Forty) -> AnswerIndex:
    """The index of `forty`, which promises that nine of ten answers are right."""
    return forty.index(target_precision=0.9, share=0.2)
