"""The answer index of this process: it follows each FAQ at once and is learnt anew in the background."""

import asyncio
import logging
import threading
import time
from datetime import datetime, timedelta
from functools import cache

import numpy as np
import numpy.typing as npt
from fastapi import FastAPI

from api.answers.calibration_build import Material, Stopped, learn_beside
from api.answers.calibration_share import Share, expected_share
from api.answers.calibration_store import TOPIC, keep, pinned_calibration
from api.answers.calibration_values import promises_of
from api.answers.embedded import vectors_of
from api.answers.models import Why
from api.answers.outcomes import embed_questions, outcomes, questions
from api.answers.served import MANY, Pinned, Served, named
from api.answers.similar import Neighbourhood, Similar
from api.answers.store import (
    background,
    fingerprint,
    newest_inquiries,
    phrasings_of,
    published_versions,
    words_on_answers,
)
from api.database import transaction
from api.errors import Unavailable
from api.faqs.store import published, version_by_id
from api.house import House
from faq_clustering.answering import GENERIC_TEXTS, AnswerIndex, Decision, Language
from faq_clustering.embedding import Embedder
from faq_clustering.text import demand_of

log = logging.getLogger(__name__)
POLL = 10.0
"""Seconds after which the database is asked even without a notice: a lost one must not leave an old index."""
DEBOUNCE = 0.1
PATIENCE = 10.0
"""Seconds a question waits for the first index."""
QUIET, LONGEST = 2.0, 30.0
"""Seconds without a change after which all is learnt anew, and the most it is put off while changes go on."""
RETRY = 60.0
LOOK = 60.0
"""Seconds between two looks at the outcomes."""
GROWN = 20
DAY = timedelta(days=1)
"""All is learnt anew after so many new outcomes, or after a day with any."""


class IndexLoading(Unavailable):
    """The answers are still being loaded. Please try again in a moment."""


class Serving:
    """What answers now, and the model that embeds a question."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._served: Served | None = None
        self._there = threading.Event()
        self._stopped = threading.Event()
        self._swapping = threading.Lock()
        self._due: Why | None = None
        self._first_change = self._last_change = 0.0
        self._learnt_at: datetime | None = None
        self._told: frozenset[int] = frozenset()
        self._words = -1

    @property
    def ready(self) -> bool:
        """Whether questions can be answered."""
        return self._there.is_set()

    @property
    def version(self) -> str:
        """The name of the present index; empty while there is none."""
        return self._served.index.version if self._served else ""

    @property
    def index(self) -> AnswerIndex:
        """The present index. Blocks; `IndexLoading` when the first takes long."""
        if not self._there.wait(PATIENCE) or self._served is None:
            raise IndexLoading
        return self._served.index

    def decide(self, text: str, language: Language) -> Decision:
        """Return what to do with a question. Blocks as `index` does."""
        index, asked = self.index, demand_of(text)
        if not index.phrasings:
            return index.decide(asked, np.zeros(0, dtype=np.float32), language)
        return index.decide(asked, self._house.embedder.encode([asked])[0], language)

    def similar(self, vector: npt.NDArray[np.float32], language: str) -> list[Similar]:
        """Return the published FAQs, the nearest to `vector` (d,) first; nothing while loading."""
        served = self._served
        return served.near.near(vector, language) if served and served.near else []

    def refresh(self) -> bool:
        """Follow the FAQs and the pinned calibration; return whether anything changed. Blocks.

        The first index is learnt here; later a change of FAQs swaps in an index that knows it, and asks
        for `recompute`.
        """
        with self._swapping:
            served = self._served
            if served is None or not served.index.phrasings:
                with transaction(self._house.sessions) as session:
                    state = self._state(session)
                if served is not None and served.state == state:
                    return False
                self._learn(Why.START if served is None else Why.FAQS)
                return True
            followed = self._follow(served)
            if followed is served:
                return False
            self._served = followed
            return True

    def recompute(self) -> None:
        """Learn and calibrate everything anew, then swap it in. Blocks, but not `refresh`."""
        why, self._due = self._due or Why.FAQS, None
        try:
            embed_questions(self._house.sessions, self._house.embedder)
            self._learn(why)
        except Exception:
            self._ask_for(why, delay=RETRY)
            raise

    def recompute_is_due(self) -> bool:
        """Whether FAQs or outcomes changed and have been quiet for a while since."""
        now = time.monotonic()
        return self._due is not None and (
            now - self._last_change >= QUIET or now - self._first_change >= LONGEST
        )

    def look_at_outcomes(self) -> None:
        """Ask for `recompute` when enough was learnt from customers. Blocks."""
        with transaction(self._house.sessions) as session:
            words = words_on_answers(session)
            if self._learnt_at is None or self._due or words == self._words:
                return
            told = {question.message_id for question in questions(session) if question.told}
        new = len(told - self._told)
        if new >= GROWN or (new and self._house.clock() - self._learnt_at >= DAY):
            self._ask_for(Why.OUTCOMES)
        elif not new:
            self._words = words

    def stop(self) -> None:
        """Let go of an index that is being learnt."""
        self._stopped.set()

    def _learn(self, why: Why) -> None:
        house, started = self._house, time.perf_counter()
        material, near, share, state, versions = self._material()
        learnt = learn_beside(material, self._stopped.is_set)
        if material.phrasings:
            # The first question must not wait for the model.
            house.embedder.load()
        with transaction(house.sessions) as session:
            if learnt.calibration is not None:
                keep(
                    session,
                    learnt.calibration,
                    share=share,
                    index_version=learnt.version,
                    why=why,
                    now=house.clock(),
                )
        served = Served(learnt=learnt, index=learnt, near=near, versions=versions, state=state, pinned=None)
        if why is Why.START or not self._swapping.locked():
            pass
        self._swap(served)
        # Without an FAQ nobody waits for it yet, but the first one published will.
        house.embedder.load()
        seconds = time.perf_counter() - started
        log.info("answer index %s: %d phrasings, %.1f s", learnt.version, len(learnt.phrasings), seconds)

    def _swap(self, served: Served) -> None:
        raise NotImplementedError

    def _state(self, session: object) -> str:
        raise NotImplementedError
