"""Texts to unit vectors, by sentence-transformers."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

BATCH_TEXTS = 32
BATCH_CHARACTERS = 8192


def load_embedder(path_or_name: str, *, threads: int = 0, prompt: str | None = None) -> "Embedder":
    """An embedder for our model's folder, or for any sentence-transformers name or path.

    Our folder's embedder returns at once; torch and the model load on first use or by `load()`. `threads` 0
    leaves the number to onnxruntime. `prompt` replaces the model's own (our folder: "query: ").
    """
    return Embedder(path_or_name, threads=threads, prompt=prompt)


class Embedder:
    """A thin wrapper of a `SentenceTransformer`. Safe to call from several threads."""

    def __init__(self, path_or_name: str, *, threads: int = 0, prompt: str | None = None) -> None:
        self._name, self._threads, self._prompt = path_or_name, threads, prompt
        self._manifest = _manifest(path_or_name)
        self._lock, self._model = Lock(), None

    @property
    def model_id(self) -> str:
        """Names the model and its content; a vector is only comparable under the same id."""
        if self._manifest:
            return str(self._manifest["model_id"])
        config = getattr(getattr(self.model[0], "auto_model", None), "config", None)
        revision = getattr(config, "_commit_hash", None)
        return f"{self._name}@{revision[:12]}" if revision else self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._manifest["dimensions"] if self._manifest else self.model.get_embedding_dimension())

    @property
    def model(self) -> Any:
        """The `SentenceTransformer` itself, loaded on first use."""
        if self._model is None:
            with self._lock:
                if self._model is None:
                    self._model = self._open()
        return self._model

    def load(self) -> "Embedder":
        """Loads the model now, so that the first question does not wait for it."""
        self.encode(["こんにちは"])
        return self

    def encode(
        self, texts: Sequence[str], *, on_progress: Callable[[int, int], None] | None = None
    ) -> npt.NDArray[np.float32]:
        """(n, d) float32, rows of length 1, in the order of `texts`. `on_progress` hears (done, all)."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        done = 0
        for rows in length_batches(texts):
            batch = [texts[row] for row in rows]
            vectors[rows] = self.model.encode(
                batch, prompt=self._prompt, batch_size=len(batch), normalize_embeddings=True,
                convert_to_numpy=True, show_progress_bar=False,
            )  # fmt: skip
            done += len(rows)
            if on_progress:
                on_progress(done, len(texts))
        return vectors

    def _open(self) -> Any:
        from sentence_transformers import SentenceTransformer

        if not self._manifest:
            return SentenceTransformer(self._name, device="cpu")
        from faq_clustering.embedding.onnx_module import OnnxEncoder

        model = SentenceTransformer(
            modules=[OnnxEncoder(self._name, self._threads)],
            prompts={"query": self._manifest["prompt"]},
            device="cpu",
            similarity_fn_name="cosine",
        )
        model.default_prompt_name = "query"  # set here: as an argument it is announced on every start
        return model


def length_batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Rows of `texts` in batches of similar length, so that little is spent on padding."""
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    batch: list[int] = []
    for row in order:
        if batch and (len(batch) == BATCH_TEXTS or (len(batch) + 1) * len(texts[row]) > BATCH_CHARACTERS):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _manifest(path_or_name: str) -> dict[str, Any] | None:
    file = Path(path_or_name) / "manifest.json"
    if not file.is_file():
        return None
    manifest: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return manifest
