"""The answer index of this process: it follows each FAQ at once and is learnt anew in the background."""

import logging
import threading
import time
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from fastapi import FastAPI

from api.answers.calibration_agenda import Agenda
from api.answers.calibration_build import Stopped
from api.answers.calibration_material import collect, state_of
from api.answers.calibration_once import learn_once
from api.answers.calibration_store import keep, pinned_now
from api.answers.embedded import vectors_of
from api.answers.models import Why
from api.answers.outcomes import embed_questions, questions
from api.answers.served import MANY, Served
from api.answers.similar import Similar
from api.answers.store import phrasings_of, published_versions, words_on_answers
from api.database import transaction
from api.errors import Unavailable
from api.faqs.store import version_by_id
from api.house import House
from faq_clustering.answering import AnswerIndex, Decision, Explanation, Language
from faq_clustering.text import demand_of

log = logging.getLogger(__name__)
PATIENCE = 10.0
"""Seconds a question waits for the first index."""
RETRY = 60.0
"""Seconds until a failed try to learn anew is repeated."""
RECENT = 256
"""Questions whose embedding is kept."""
GROWN, DAY = 20, timedelta(days=1)
"""All is learnt anew after so many new outcomes, or after a day with any."""


class IndexLoading(Unavailable):
    """The answers are still being loaded. Please try again in a moment."""


class Serving:
    """What answers now, and the model that embeds a question."""

    def __init__(self, house: House, *, keeps: bool = True) -> None:
        """`keeps`: calibrations are recorded. Who only asks a question leaves nothing behind."""
        self._house, self._keeps = house, keeps
        self._served: Served | None = None
        self._there = threading.Event()
        self._stopped = threading.Event()
        self._swapping = threading.Lock()
        self._agenda = Agenda()
        # A turn may look at its question from several sides.
        self._embedded = lru_cache(maxsize=RECENT)(self._embed)
        self._learnt_at = house.clock()
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
        return index.decide(asked, self._vector_for(index, asked), language)

    def explain(self, text: str, language: Language) -> Explanation:
        """Return what `decide` would do, and why. Blocks as it does."""
        index, asked = self.index, demand_of(text)
        return index.explain(asked, self._vector_for(index, asked), language)

    def vector(self, asked: str) -> npt.NDArray[np.float32]:
        """Return the embedding (d,) of a demand, length 1. The last few are kept."""
        return self._embedded(asked)

    def similar(self, vector: npt.NDArray[np.float32], language: str) -> list[Similar]:
        """Return the published FAQs, the nearest to `vector` (d,) first; nothing while loading."""
        served = self._served
        return served.near.near(vector, language) if served and served.near else []

    def refresh(self) -> bool:
        """Follow the FAQs and the pinned calibration; return whether anything changed. Blocks.

        The first phrasings are learnt here. Later changes swap in an index that knows them, and ask for
        `recompute`.
        """
        with self._swapping:
            before = self._served
            now = self._learnt(Why.START) if before is None else self._follow(before)
            if before is not None and not before.versions and now.state != before.state:
                now = self._learnt(Why.FAQS)
            if now is before:
                return False
            self._put(now if before else self._follow(now))
            return True

    def recompute(self) -> None:
        """Learn and calibrate everything anew, then swap it in; FAQs are followed meanwhile. Blocks."""
        why = self._agenda.take() or Why.FAQS
        try:
            embed_questions(self._house.sessions, self._house.embedder)
            fresh = self._learnt(why)
            with self._swapping:
                self._put(self._follow(fresh))
        except Stopped:
            return
        except Exception:
            self._agenda.add(why, delay=RETRY)
            raise

    def recompute_is_due(self) -> bool:
        """Whether something changed that the index was not learnt from, and has been quiet since."""
        return self._agenda.is_due()

    def look_at_outcomes(self) -> None:
        """Ask for `recompute` when enough was learnt from customers. Blocks."""
        with transaction(self._house.sessions) as session:
            words = words_on_answers(session)
            if words == self._words or self._served is None:
                return
            told = {question.message_id for question in questions(session) if question.told}
        new = len(told - self._told)
        if new >= GROWN or (new and self._house.clock() - self._learnt_at >= DAY):
            self._agenda.add(Why.OUTCOMES)
        elif not new:
            self._words = words

    def stop(self) -> None:
        """Let go of an index that is being learnt."""
        self._stopped.set()

    def _vector_for(self, index: AnswerIndex, asked: str) -> npt.NDArray[np.float32]:
        # Without an FAQ there is nothing to compare with, and perhaps no model yet.
        return self.vector(asked) if index.phrasings else np.zeros(0, dtype=np.float32)

    def _embed(self, asked: str) -> npt.NDArray[np.float32]:
        vector: npt.NDArray[np.float32] = self._house.embedder.encode([asked])[0]
        return vector

    def _learnt(self, why: Why) -> Served:
        """Learn and calibrate an index, and keep the calibration."""
        house, started = self._house, time.perf_counter()
        now, found = house.clock(), collect(house)
        index = learn_once(found.material, self._stopped.is_set, house.shared_dir)
        if index.calibration is not None and self._keeps:
            with transaction(house.sessions) as session:
                keep(
                    session,
                    index.calibration,
                    share=found.share,
                    index_version=index.version,
                    why=why,
                    now=now,
                )
        self._learnt_at, self._told = now, found.told
        seconds = time.perf_counter() - started
        log.info("answer index %s: %d phrasings, %.1f s", index.version, len(index.phrasings), seconds)
        return Served(
            learnt=index,
            index=index,
            near=found.near,
            versions=found.versions,
            state=found.state,
            pinned=None,
        )

    def _follow(self, served: Served) -> Served:
        """Return the same as the database has it now; itself when nothing changed."""
        house = self._house
        with transaction(house.sessions) as session:
            state, pinned = state_of(session, house.embedder), pinned_now(session)
            if served.state == state and served.pinned == pinned:
                return served
            versions = published_versions(session)
            changed = served.changed(versions)
            phrasings = phrasings_of(
                version_by_id(session, versions[faq]) for faq in changed if faq in versions
            )
        if served.pinned != pinned:
            served = served.pinned_to(pinned)
        if served.state == state:
            return served
        if len(changed) > MANY or not served.versions or not versions:
            # What FAQs share would no longer fit: the old one answers until all is learnt anew.
            self._agenda.add(Why.FAQS, at_once=True)
            return replace(served, state=state)
        self._agenda.add(Why.FAQS if changed else Why.TOPICS)
        vectors = vectors_of(house.sessions, house.embedder, [phrasing.text for phrasing in phrasings])
        return served.following(changed, phrasings, vectors, versions=versions, state=state)

    def _put(self, served: Served) -> None:
        if served.versions:
            # The first question must not wait for the model.
            self._house.embedder.load()
        self._served = served
        self._there.set()
        # Without an FAQ nobody waits for it yet, but the first one published will.
        self._house.embedder.load()


def answers_of(app: FastAPI) -> Serving:
    """Return what answers questions in this process."""
    serving: Serving | None = getattr(app.state, "answers", None)
    if serving is None:
        serving = app.state.answers = Serving(app.state.house)
    return serving


def index_state(app: FastAPI) -> str:
    """Return `ok` once there is an index, else `loading`."""
    return "ok" if answers_of(app).ready else "loading"
