"""Vectors of phrasings: a text is embedded once per model and kept beside the inquiries' vectors."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sqlalchemy.orm import Session, sessionmaker

from api.database import transaction
from api.inquiries.store import write_vectors
from api.inquiries.vectors import vectors_for
from faq_clustering.embedding import Embedder
from faq_clustering.embedding.keys import text_key


def vectors_of(
    sessions: sessionmaker[Session], embedder: Embedder, texts: Sequence[str]
) -> npt.NDArray[np.float32]:
    """Return (n, d) float32, rows of length 1, in the order of `texts`. Only new texts are embedded."""
    keys = [text_key(text) for text in texts]
    with transaction(sessions) as session:
        kept = vectors_for(session, keys, embedder.model_id)
    # Sorted: two processes that do the same must not wait for each other in a circle.
    missing = dict(sorted((key, text) for key, text in zip(keys, texts, strict=True) if key not in kept))
    if missing:
        fresh = embedder.encode(list(missing.values()))
        kept |= dict(zip(missing, fresh, strict=True))
        with transaction(sessions) as session:
            write_vectors(session, list(missing), fresh, embedder.model_id)
    return np.array([kept[key] for key in keys], dtype=np.float32).reshape(len(keys), embedder.dimension)
