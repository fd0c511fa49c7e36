"""Vectors of inquiries: each text is embedded once, by its key and the model's id."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy.orm import Session, sessionmaker

from api.database import transaction
from api.inquiries.store import Floats, read_vectors, texts_without_vector, write_vectors
from faq_clustering.embedding import Embedder
from faq_clustering.text import demand_of

log = logging.getLogger(__name__)

# Texts a transaction: what is embedded stays, should the process end.
BATCH = 1_024


@dataclass(frozen=True, kw_only=True, slots=True)
class Embedding:
    """What embeds a demand in this process, and remembers the last ones."""

    embedder: Embedder
    vector: Callable[[str], Floats]
    """Of a demand: (384,) float32, length 1."""


def write_embedded(session: Session, texts: Sequence[tuple[str, str]], embedding: Embedding) -> None:
    """Keep the vectors of texts that were embedded here when they were asked; `texts`: (text_key, text)."""
    if not texts:
        return
    try:
        vectors = np.stack([embedding.vector(demand_of(text)) for _, text in texts])
        model_id = embedding.embedder.model_id
    except Exception:
        # Without a model the texts are kept all the same: `ensure_vectors` finds them.
        log.exception("%d texts could not be embedded", len(texts))
    else:
        write_vectors(session, [key for key, _ in texts], vectors, model_id)


def embedded(text: str, embedding: Embedding) -> Floats | None:
    """Return the vector (d,) of a text that was embedded here when it was asked; None without a model."""
    try:
        return embedding.vector(demand_of(text))
    except Exception:
        # The text is kept all the same: `ensure_vectors` finds it.
        log.exception("a text could not be embedded")
        return None


def ensure_vectors(
    session_factory: sessionmaker[Session],
    embedder: Embedder,
    on_progress: Callable[[int, int], None] | None = None,
) -> int:
    """Embed the texts that have no vector yet; how many there were. `on_progress` hears (done, all)."""
    with transaction(session_factory) as session:
        missing = texts_without_vector(session, embedder.model_id)
    # Of similar length together, as the embedder's batches like them.
    missing.sort(key=lambda row: len(row[1]))
    for first in range(0, len(missing), BATCH):
        part = missing[first : first + BATCH]

        def told(done: int, _all: int, first: int = first) -> None:
            if on_progress:
                on_progress(first + done, len(missing))

        vectors = embedder.encode([demand_of(text) for _, text in part], on_progress=told)
        with transaction(session_factory) as session:
            write_vectors(session, [key for key, _ in part], vectors, embedder.model_id)
    return len(missing)


def vectors_for(session: Session, text_keys: Sequence[str], model_id: str) -> dict[str, Floats]:
    """Vectors (384,) float32 of unit length by text key; those that are not there are left out."""
    return dict(read_vectors(session, text_keys, model_id))
