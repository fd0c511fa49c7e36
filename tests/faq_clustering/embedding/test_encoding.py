import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from faq_clustering.embedding import CachedEmbedder, Embedder
from faq_clustering.embedding.embedder import BATCH_BYTES, BATCH_TEXTS, length_batches

QUESTIONS = [
    "パスワードを忘れてログインできません",
    "I forgot my password and cannot log in",
    "領収書を発行してほしいのですが",
    "Can I get a receipt for my order?",
]


def test_vectors_are_unit_rows_in_the_order_of_the_texts(embedder: Embedder) -> None:
    texts = [*QUESTIONS, "短い", "長い質問です。" * 40] * 8
    vectors = embedder.encode(texts)
    assert vectors.shape == (len(texts), embedder.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for row in (0, 5, 30):
        assert float(vectors[row] @ embedder.encode([texts[row]])[0]) > 0.99


def test_a_question_finds_its_counterpart_in_the_other_language(embedder: Embedder) -> None:
    cosines = embedder.encode(QUESTIONS[::2]) @ embedder.encode(QUESTIONS[1::2]).T
    assert cosines.argmax(axis=0).tolist() == [0, 1]
    assert cosines.argmax(axis=1).tolist() == [0, 1]


def test_no_texts_give_no_rows_of_the_right_width(embedder: Embedder) -> None:
    assert embedder.encode([]).shape == (0, embedder.dimension)


def test_progress_ends_at_the_number_of_texts(embedder: Embedder) -> None:
    heard: list[tuple[int, int]] = []
    embedder.encode(
        [f"{text} {n}" for text in QUESTIONS for n in range(20)],
        on_progress=lambda done, all_: heard.append((done, all_)),
    )
    assert len(heard) > 1
    assert heard == sorted(heard)
    assert heard[-1] == (80, 80)


def test_a_text_beyond_the_models_length_is_still_embedded(embedder: Embedder) -> None:
    assert np.isfinite(embedder.encode(["とても長い問い合わせです。" * 500])).all()


def test_sentence_transformers_gives_the_same_vectors(embedder: Embedder) -> None:
    from sentence_transformers import SentenceTransformer

    assert isinstance(embedder.model, SentenceTransformer)
    similarity = embedder.model.similarity(embedder.model.encode(QUESTIONS), embedder.encode(QUESTIONS))
    assert (similarity.diagonal() > 0.9999).all()


def test_batches_hold_every_text_once_and_stay_small() -> None:
    texts = ["あ" * (7 * n % 900) + str(n) for n in range(300)]
    batches = list(length_batches(texts))
    assert sorted(text for batch in batches for text in batch) == sorted(texts)
    assert all(len(batch) <= BATCH_TEXTS for batch in batches)
    assert all(len(b) * max(len(text.encode()) for text in b) <= BATCH_BYTES for b in batches if len(b) > 1)


def test_a_texts_vector_does_not_depend_on_its_neighbours(embedder: Embedder) -> None:
    texts = [*QUESTIONS, *(f"{n} 番の荷物が {n * 7} 日たっても届きません {'!' * n}" for n in range(40))]
    together = embedder.encode(texts)
    alone = np.concatenate([embedder.encode([text]) for text in texts])
    assert float((together * alone).sum(axis=1).min()) > 0.9999


def test_copies_get_their_originals_vector_and_count_as_done(embedder: Embedder) -> None:
    heard: list[tuple[int, int]] = []
    vectors = embedder.encode(QUESTIONS[:1] * 10_000, on_progress=lambda *told: heard.append(told))
    assert heard == [(10_000, 10_000)]
    assert (vectors == vectors[0]).all()


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t　",
        "\0",
        "a\0b",
        "😀👩‍👩‍👧🇯🇵",
        "\ud83d",
        "壊れた\udcff文字",
        "あ" * 20_000,
        "x" * 20_000,
        "\u202e\ufeff",
    ],
)
def test_odd_texts_have_unit_vectors(text: str, embedder: Embedder, tmp_path: Path) -> None:
    for encoder in (embedder, CachedEmbedder(embedder, tmp_path / "v")):
        assert np.linalg.norm(encoder.encode([text, "普通の質問"]), axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_naming_the_model_does_not_import_torch(embedder: Embedder) -> None:
    folder = Path(__file__).parents[3] / "models" / "multilingual-e5-small"
    code = (
        "import sys; from faq_clustering.embedding import load_embedder; "
        f"print(load_embedder({str(folder)!r}).model_id, 'torch' in sys.modules)"
    )
    root = Path(__file__).parents[3]
    output = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert output.stdout.split() == [embedder.model_id, "False"]
