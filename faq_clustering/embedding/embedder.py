"""Texts to unit vectors: our model straight through onnxruntime, any other by sentence-transformers."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np
import numpy.typing as npt

from faq_clustering.embedding.session import OnnxModel

BATCH_TEXTS = 32
BATCH_BYTES = 1024  # so little that a layer stays in a core's cache


def load_embedder(path_or_name: str, *, threads: int = 0, prompt: str | None = None) -> "Embedder":
    """An embedder for our model's folder, or for any sentence-transformers name or path.

    It returns at once; the model loads on first use or by `load()`, our folder's without torch. `threads` 0
    leaves the number to onnxruntime. `prompt` replaces the model's own (our folder: "query: ").
    """
    return Embedder(path_or_name, threads=threads, prompt=prompt)


class Embedder:
    """Embeds texts by one model. Safe to call from several threads."""

    def __init__(self, path_or_name: str, *, threads: int = 0, prompt: str | None = None) -> None:
        self._name, self._threads, self._prompt = path_or_name, threads, prompt
        self._manifest = _manifest(path_or_name)
        self._lock = RLock()
        self._opened: OnnxModel | None = None
        self._model: Any = None

    @property
    def model_id(self) -> str:
        """Names the model, its content and a prompt of your own: vectors are only comparable under one id."""
        prompted = "" if self._prompt is None else f" after {self._prompt!r}"
        if self._manifest:
            return str(self._manifest["model_id"]) + prompted
        config = getattr(getattr(self.model[0], "auto_model", None), "config", None)
        revision = getattr(config, "_commit_hash", None)
        return (f"{self._name}@{revision[:12]}" if revision else self._name) + prompted

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._manifest["dimensions"] if self._manifest else self.model.get_embedding_dimension())

    @property
    def model(self) -> Any:
        """The model as a `SentenceTransformer`, for what else that can do. Imports torch."""
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
        """(n, d) float32, rows of length 1, in the order of `texts`. `on_progress` hears (done, all).

        Equal texts are embedded once. Text that is not Unicode (lone surrogates) counts as U+FFFD.
        """
        copies: dict[str, list[int]] = {}
        for row, text in enumerate(texts):
            copies.setdefault(well_formed(text), []).append(row)
        distinct = list(copies)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        done = 0
        for batch in length_batches(distinct):
            for text, vector in zip(batch, self._encode_batch(batch), strict=True):
                vectors[copies[text]] = vector
                done += len(copies[text])
            if on_progress:
                on_progress(done, len(texts))
        return vectors

    def _encode_batch(self, batch: list[str]) -> Any:
        if self._manifest:
            prompt = self._manifest["prompt"] if self._prompt is None else self._prompt
            return self._onnx().embed([prompt + text for text in batch])
        return self.model.encode(
            batch, prompt=self._prompt, batch_size=len(batch), normalize_embeddings=True,
            convert_to_numpy=True, show_progress_bar=False,
        )  # fmt: skip

    def _onnx(self) -> OnnxModel:
        with self._lock:
            if self._opened is None:
                self._opened = OnnxModel(Path(self._name), self._threads)
            return self._opened

    def _open(self) -> Any:
        from sentence_transformers import SentenceTransformer

        if not self._manifest:
            return SentenceTransformer(self._name, device="cpu")
        from faq_clustering.embedding.onnx_module import OnnxEncoder

        model = SentenceTransformer(
            modules=[OnnxEncoder(self._onnx())],
            prompts={"query": self._manifest["prompt"]},
            device="cpu",
            similarity_fn_name="cosine",
        )
        model.default_prompt_name = "query"  # set here: as an argument it is announced on every start
        return model


def well_formed(text: str) -> str:
    """`text` with U+FFFD for every half of a surrogate pair that stands alone: no tokenizer takes those."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def length_batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """`texts` in batches of similar length, so that little is spent on padding.

    Length is in UTF-8 bytes: a token is about four of them in English and in Japanese, but four characters
    in one and hardly two in the other.
    """
    batch: list[str] = []
    for length, text in sorted((len(text.encode()), text) for text in texts):
        if batch and (len(batch) == BATCH_TEXTS or (len(batch) + 1) * length > BATCH_BYTES):
            yield batch
            batch = []
        batch.append(text)
    if batch:
        yield batch


def _manifest(path_or_name: str) -> dict[str, Any] | None:
    file = Path(path_or_name) / "manifest.json"
    if not file.is_file():
        return None
    manifest: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return manifest
