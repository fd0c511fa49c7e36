import subprocess
import sys
from pathlib import Path

import numpy as np

from faq_clustering.embedding import Embedder
from faq_clustering.embedding.embedder import BATCH_CHARACTERS, BATCH_TEXTS, length_batches

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
    embedder.encode(QUESTIONS * 20, on_progress=lambda done, all_: heard.append((done, all_)))
    assert len(heard) > 1
    assert heard == sorted(heard)
    assert heard[-1] == (80, 80)


def test_a_text_beyond_the_models_length_is_still_embedded(embedder: Embedder) -> None:
    assert np.isfinite(embedder.encode(["とても長い問い合わせです。" * 500])).all()


def test_the_wrapped_model_is_sentence_transformers_own(embedder: Embedder) -> None:
    from sentence_transformers import SentenceTransformer

    assert isinstance(embedder.model, SentenceTransformer)
    similarity = embedder.model.similarity(embedder.model.encode(QUESTIONS), embedder.encode(QUESTIONS))
    assert (similarity.diagonal() > 0.99).all()


def test_batches_hold_every_row_once_and_stay_small() -> None:
    texts = ["あ" * (7 * n % 3000) for n in range(300)]
    batches = list(length_batches(texts))
    assert sorted(row for batch in batches for row in batch) == list(range(300))
    assert all(len(batch) <= BATCH_TEXTS for batch in batches)
    assert all(len(b) * max(len(texts[row]) for row in b) <= BATCH_CHARACTERS for b in batches if len(b) > 1)


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
