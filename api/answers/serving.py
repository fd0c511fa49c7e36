"""The answer index of this process: built at the start, swapped whole when FAQs change."""

import asyncio
import hashlib
import logging
import threading
import time
from functools import cache

import numpy as np
import numpy.typing as npt
from fastapi import FastAPI

from api.answers.embedded import vectors_of
from api.answers.similar import Neighbourhood, Similar
from api.answers.store import background, fingerprint, phrasings_of
from api.database import transaction
from api.errors import Unavailable
from api.faqs.store import published
from api.house import House
from faq_clustering.answering import GENERIC_TEXTS, AnswerIndex, Decision, Explanation, Language
from faq_clustering.embedding import Embedder
from faq_clustering.text import demand_of

log = logging.getLogger(__name__)
POLL = 10.0
"""Seconds after which the database is asked even without a notice: a lost one must not leave an old index."""
DEBOUNCE = 0.1
PATIENCE = 10.0
"""Seconds a question waits for the first index."""


class IndexLoading(Unavailable):
    """The answers are still being loaded. Please try again in a moment."""


class Serving:
    """The present index and the model that embeds a question."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._index: AnswerIndex | None = None
        self._neighbourhood: Neighbourhood | None = None
        self._built_from = ""
        self._there = threading.Event()

    @property
    def ready(self) -> bool:
        """Whether questions can be answered."""
        return self._there.is_set()

    @property
    def version(self) -> str:
        """The name of the present index; empty while there is none."""
        return self._index.version if self._index else ""

    def decide(self, text: str, language: Language) -> Decision:
        """Return what to do with a question. Blocks; `IndexLoading` when the first index takes long."""
        if not self._there.wait(PATIENCE) or self._index is None:
            raise IndexLoading
        index, asked = self._index, demand_of(text)
        if not index.phrasings:
            return index.decide(asked, np.zeros(0, dtype=np.float32), language)
        return index.decide(asked, self._house.embedder.encode([asked])[0], language)

    def explain(self, text: str, language: Language) -> Explanation:
        """Return why `decide` decides so about a question. Blocks like it."""
        if not self._there.wait(PATIENCE) or self._index is None:
            raise IndexLoading
        index, asked = self._index, demand_of(text)
        if not index.phrasings:
            return index.explain(asked, np.zeros(0, dtype=np.float32), language)
        return index.explain(asked, self._house.embedder.encode([asked])[0], language)

    def similar(self, vector: npt.NDArray[np.float32], language: str) -> list[Similar]:
        """Return the published FAQs, the nearest to `vector` (d,) first; nothing while loading."""
        return self._neighbourhood.near(vector, language) if self._neighbourhood else []

    def refresh(self) -> bool:
        """Build and swap the index if what it is built from changed. Return whether it did. Blocks."""
        house, started = self._house, time.perf_counter()
        with transaction(house.sessions) as session:
            found = f"{fingerprint(session)}:{house.embedder.model_id}"
            if self._index is not None and found == self._built_from:
                return False
            phrasings = phrasings_of(published(session))
            around, languages = background(session, house.embedder.model_id)
        vectors = vectors_of(house.sessions, house.embedder, [phrasing.text for phrasing in phrasings])
        generic = generic_vectors(house.embedder) if phrasings else None
        near = None if generic is None else Neighbourhood.of(phrasings, vectors, generic)
        index = AnswerIndex.build(
            phrasings,
            vectors,
            near.strangers(around, languages) if near else None,
            generic=generic,
            target_precision=house.settings.target_precision,
            version=_name(found),
        )
        if phrasings:
            # The first question must not wait for the model.
            house.embedder.load()
        self._index, self._neighbourhood, self._built_from = index, near, found
        self._there.set()
        # Without an FAQ nobody waits for it yet, but the first one published will.
        house.embedder.load()
        log.info(
            "answer index %s: %d phrasings, %.1f s",
            index.version,
            len(phrasings),
            time.perf_counter() - started,
        )
        return True


@cache
def generic_vectors(embedder: Embedder) -> npt.NDArray[np.float32]:
    """Return the vectors of `GENERIC_TEXTS`, embedded once a process."""
    return embedder.encode(GENERIC_TEXTS)


def _name(built_from: str) -> str:
    newest = built_from.partition(":")[0]
    return f"{0 if newest == 'None' else newest}-{hashlib.sha256(built_from.encode()).hexdigest()[:8]}"


async def serve_answers(app: FastAPI) -> None:
    """Keep the index of this process fresh: on notices, and every `POLL` seconds in case one was lost."""
    house: House = app.state.house
    serving = answers_of(app)
    with house.live.subscribe("faqs", "candidates") as changes:
        while not house.live.stopping:
            try:
                await asyncio.to_thread(serving.refresh)
            except Exception:
                # Whatever it was, the old index still answers and the next round tries again.
                log.exception("the answer index could not be built")
            await changes.wait(POLL)
            await asyncio.sleep(DEBOUNCE)


def answers_of(app: FastAPI) -> Serving:
    """Return what answers questions in this process."""
    serving: Serving | None = getattr(app.state, "answers", None)
    if serving is None:
        serving = app.state.answers = Serving(app.state.house)
    return serving


def index_state(app: FastAPI) -> str:
    """Return `ok` once there is an index, else `loading`."""
    return "ok" if answers_of(app).ready else "loading"
