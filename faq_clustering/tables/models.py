"""The embedding model that a command names."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from faq_clustering.clustering import MODEL, Encoder
from faq_clustering.embedding import CachedEmbedder, load_embedder
from faq_clustering.embedding.vector_file import NotAVectorFile
from faq_clustering.tables.bad_input import BadInput

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (".", "/", "~", "models/")
"""So begins the name of a folder; any other that is none may be one of sentence-transformers."""


class Model:
    """An encoder whose failures are sentences. With a cache it loads when a text is new, or not at all."""

    def __init__(self, name: str, encoder: Encoder) -> None:
        self._name, self._encoder = name, encoder

    @property
    def model_id(self) -> str:
        """Names the model and its content."""
        return self._plainly(lambda: self._encoder.model_id)

    def encode(
        self, texts: Sequence[str], *, on_progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """(n, d) float32, rows of length 1."""
        return self._plainly(lambda: self._encoder.encode(texts, on_progress=on_progress))

    def _plainly(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except Exception as error:  # each of the libraries that open models has errors of its own
            reason = " ".join(str(error).split()) or type(error).__name__
            raise BadInput(f"The embedding model {self._name} cannot be used: {reason}") from error


def opened(name: str, *, cache: Path | None = None, cached: bool = True) -> Model:
    """The model. Its folder may be named from here or from where this program lies."""
    folder = next((place for place in (Path(name).expanduser(), ROOT / name) if place.is_dir()), None)
    if folder is None and name.startswith(FOLDERS):
        make = f" Make it: python -m faq_clustering.embedding.obtain {MODEL}" if name == MODEL else ""
        raise BadInput(f"There is no embedding model in {name}.{make}")
    try:
        embedder = load_embedder(str(folder or name))
        return Model(name, CachedEmbedder(embedder, cache) if cached else embedder)
    except NotAVectorFile as error:
        raise BadInput(str(error)) from error
    except ValueError as error:
        raise BadInput(f"The embedding model {name} cannot be used: {error}") from error
