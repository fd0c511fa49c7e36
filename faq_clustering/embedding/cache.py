"""An embedder that remembers: each text is embedded once per model, also across runs and after a kill."""

import logging
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt

from faq_clustering.embedding.embedder import Embedder, length_batches, well_formed
from faq_clustering.embedding.keys import text_key
from faq_clustering.embedding.vector_file import VectorFile, as_read

log = logging.getLogger(__name__)


def default_path() -> Path:
    """Where vectors are kept unless told otherwise: the user's cache folder (XDG)."""
    folder = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(folder) if Path(folder).is_absolute() else Path.home() / ".cache"
    return base / "madoguchi" / "vectors.sqlite"


class CachedEmbedder:
    """An `Embedder` over a file of vectors. Safe to call from several threads and processes.

    A place that cannot be written is said once in the log and done without; a file of another program raises
    `NotAVectorFile`. Vectors are the same whether they were just made or read.
    """

    def __init__(self, embedder: Embedder, path: Path | None = None) -> None:
        self._embedder = embedder
        self._path = path or default_path()
        self._file: VectorFile | None = None
        with self._or_without():
            self._file = VectorFile(self._path)
            if self._file.set_aside:
                log.warning("%s was damaged and is now %s", self._path, self._file.set_aside.name)

    @property
    def model_id(self) -> str:
        """Names the model and its content; a vector is only comparable under the same id."""
        return self._embedder.model_id

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._embedder.dimension

    def load(self) -> "CachedEmbedder":
        """Loads the model now. Without it the model loads when a text is new, or not at all."""
        self._embedder.load()
        return self

    def encode(
        self, texts: Sequence[str], *, on_progress: Callable[[int, int], None] | None = None
    ) -> npt.NDArray[np.float32]:
        """(n, d) float32, rows of length 1, in the order of `texts`. `on_progress` hears (done, all).

        The first `done` is the number of rows that were known. Every batch is kept as soon as it is made.
        """
        rows: dict[str, list[int]] = {}
        wanted: dict[str, str] = {}
        for row, text in enumerate(texts):
            key = text_key(text := well_formed(text))
            rows.setdefault(key, []).append(row)
            wanted.setdefault(key, text)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        done = 0
        for batch in self._known_then_new(wanted):
            for key, vector in batch.items():
                vectors[rows[key]] = vector
                done += len(rows[key])
            if on_progress is not None and texts:
                on_progress(done, len(texts))
        return vectors

    def _known_then_new(self, wanted: dict[str, str]) -> Iterator[dict[str, npt.NDArray[np.float32]]]:
        """Vectors by key: all that are in the file, then the others batch by batch."""
        known: dict[str, npt.NDArray[np.float32]] = {}
        with self._or_without():
            if self._file:
                known = self._file.read(self.model_id, list(wanted), self.dimension)
        yield known
        key_of = {text: key for key, text in wanted.items() if key not in known}
        for batch in length_batches(list(key_of)):
            fresh = self._embedder.encode(batch)
            made = {key_of[text]: vector for text, vector in zip(batch, fresh, strict=True)}
            with self._or_without():
                if self._file:
                    self._file.write(self.model_id, made.items())
            yield {key: as_read(vector) for key, vector in made.items()}

    @contextmanager
    def _or_without(self) -> Iterator[None]:
        """Goes on without the file when it cannot be used."""
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            self._file = None
            log.warning("Vectors are not kept: %s (%s)", self._path, error)
