"""Playing the newest inquiries again, as the bot answers now and as it would with a draft."""

import threading
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from fastapi import FastAPI
from sqlalchemy.orm import Session

from api.answers.embedded import vectors_of as phrasing_vectors
from api.answers.serving import Serving, answers_of
from api.answers.store import phrasings_of
from api.database import transaction
from api.errors import Conflict
from api.faqs.drafts import Draft
from api.faqs.models import FaqVersion, Phrasing
from api.house import House
from api.replays import store
from api.replays.comparing import UNKNOWN, Replayed, Result, compare
from faq_clustering.answering import AnswerIndex
from faq_clustering.answering.many import Verdict, decide_many, nearness
from faq_clustering.answering.space import LANGUAGES, codes
from faq_clustering.text import demand_of

MOST = 10_000
NEW = -1
"""Stands for the FAQ that a draft would become."""
NEAR = 0.25
"""Below this cosine to all of the draft's phrasings, old and new, an inquiry is decided as before.

Measured, not proven: docs/review-replay.md says how many others would have changed.
"""
STEP = 512


class NothingServed(Conflict):
    """No FAQ answers yet, so there is nothing to compare with. The first one cannot be replayed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Corpus:
    """Inquiries, newest first, and their different texts: `place` (n,) is each one's row of the texts.

    `asked` are the demands, `spoken` (t,) their languages, `vectors` (t, d). `without_vector` were left out.
    """

    change: tuple[object, ...]
    ids: tuple[int, ...]
    place: npt.NDArray[np.int64]
    asked: tuple[str, ...]
    spoken: npt.NDArray[np.int64]
    vectors: npt.NDArray[np.float32]
    without_vector: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """So many texts of all are decided."""

    done: int
    every: int


Steps = Generator[Progress, None, Result]


@dataclass
class Replays:
    """Plays one replay at a time in this process, and remembers what the present index does."""

    house: House
    serving: Serving
    most: int = MOST
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _corpus: Corpus | None = None
    _before: tuple[str, tuple[object, ...], list[Verdict]] | None = None

    def play(self, draft: Draft, *, faq_id: int | None, candidate_id: int | None) -> Steps:
        """Yield how far it is; the return value is what was found. Nothing changes by it. Blocks."""
        with self._turn:
            started = time.perf_counter()
            index = self.serving.index
            if not index.phrasings:
                raise NothingServed
            own = NEW if faq_id is None else faq_id
            with_draft = self._with(index, draft, own)
            with transaction(self.house.sessions) as session:
                corpus = self._read(session)
                labels = store.labels_of(session)
                topic = store.members_of(session, candidate_id)
            before = yield from self._now(index, corpus)
            rows = self._near(index, with_draft, own, corpus)
            after = list(before)
            texts = len(corpus.asked)
            for part, verdicts in _decided(with_draft, corpus, rows):
                for row, verdict in zip(part, verdicts, strict=True):
                    after[row] = verdict
                yield Progress(done=texts, every=texts)
            replayed = [
                Replayed(
                    inquiry_id=id_,
                    label=labels.get(id_, UNKNOWN),
                    own_topic=id_ in topic,
                    before=before[place],
                    after=after[place],
                )
                for id_, place in zip(corpus.ids, corpus.place.tolist(), strict=True)
            ]
            seconds = round(time.perf_counter() - started, 2)
            return compare(replayed, own, without_vector=corpus.without_vector, seconds=seconds)

    def _with(self, index: AnswerIndex, draft: Draft, own: int) -> AnswerIndex:
        """Return the index as it would answer right after the draft was published."""
        version = FaqVersion(
            faq_id=own,
            id=0,
            question_ja=draft.question_ja,
            question_en=draft.question_en,
            phrasings=[Phrasing(language=one.language, text=one.text) for one in draft.phrasings],
        )
        said = phrasings_of([version])
        vectors = phrasing_vectors(
            self.house.sessions, self.house.embedder, [phrasing.text for phrasing in said]
        )
        return index.with_faq(own, said, vectors, version=f"{index.version}-draft")

    def _read(self, session: Session) -> Corpus:
        change = store.newest_change(session)
        kept = self._corpus
        if kept is not None and kept.change == change:
            return kept
        rows = store.newest_inquiries(session, self.most)
        vectors = store.vectors_of(session, {row.text_key for row in rows}, self.house.embedder.model_id)
        there = [row for row in rows if row.text_key in vectors]
        texts = {(row.text_key, row.language): row for row in there}
        number = {key: place for place, key in enumerate(texts)}
        self._corpus = Corpus(
            change=change,
            ids=tuple(row.id for row in there),
            place=np.array([number[row.text_key, row.language] for row in there], dtype=np.int64),
            asked=tuple(demand_of(row.text) for row in texts.values()),
            spoken=codes(["en" if language == "en" else "ja" for _, language in texts]),
            vectors=np.array([vectors[key] for key, _ in texts], dtype=np.float32).reshape(
                len(texts), self.house.embedder.dimension
            ),
            without_vector=len(rows) - len(there),
        )
        return self._corpus

    def _now(self, index: AnswerIndex, corpus: Corpus) -> Generator[Progress, None, list[Verdict]]:
        """Return what the present index does with each text; kept until either of them changes."""
        kept = self._before
        if kept is not None and kept[:2] == (index.version, corpus.change):
            return kept[2]
        found = [Verdict("none", None)] * len(corpus.asked)
        done = 0
        for part, verdicts in _decided(index, corpus, np.arange(len(corpus.asked))):
            for row, verdict in zip(part, verdicts, strict=True):
                found[row] = verdict
            done += len(part)
            yield Progress(done=done, every=len(corpus.asked))
        self._before = (index.version, corpus.change, found)
        return found

    def _near(
        self, index: AnswerIndex, with_draft: AnswerIndex, own: int, corpus: Corpus
    ) -> npt.NDArray[np.int64]:
        """Return the texts near the draft's phrasings, or near those of the version it replaces."""
        rows = []
        for known in (index, with_draft):
            mine = np.array([phrasing.faq_id == own for phrasing in known.phrasings], dtype=np.bool_)
            if known.desk is not None and mine.any():
                rows.append(known.desk.rows.vectors[mine])
        if not rows:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(nearness(index, corpus.vectors, corpus.spoken, np.concatenate(rows)) >= NEAR)


def _decided(
    index: AnswerIndex, corpus: Corpus, rows: npt.NDArray[np.int64]
) -> Generator[tuple[Sequence[int], list[Verdict]], None, None]:
    """Decide on the texts of these rows, a part of one language at a time."""
    for code, language in enumerate(LANGUAGES):
        mine = rows[corpus.spoken[rows] == code]
        for start in range(0, len(mine), STEP):
            part = mine[start : start + STEP]
            texts = [corpus.asked[row] for row in part]
            yield part.tolist(), decide_many(index, texts, corpus.vectors[part], language)


def replays_of(app: FastAPI) -> Replays:
    """Return what plays replays in this process."""
    replays: Replays | None = getattr(app.state, "replays", None)
    if replays is None:
        replays = app.state.replays = Replays(house=app.state.house, serving=answers_of(app))
    return replays
