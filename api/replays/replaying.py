"""Playing the newest inquiries again, as the bot answers now and as it would with a draft."""

import threading
import time
from collections.abc import Generator, Iterator
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
from faq_clustering.answering import AnswerIndex, Language
from faq_clustering.answering.many import NOTHING, Questions, Verdict, decide_many, touched
from faq_clustering.answering.space import LANGUAGES
from faq_clustering.text import demand_of

MOST = 10_000
NEW = -1
"""Stands for the FAQ that a draft would become."""
STEP = 512
"""Texts between two words on how far it is."""


class NothingServed(Conflict):
    """No FAQ answers yet, so there is nothing to compare with. The first one cannot be replayed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Corpus:
    """Inquiries, newest first, and their t different texts, language by language: `asked`. `place` (n,) is
    each inquiry's row among them. `without_vector` were left out.
    """

    change: tuple[object, ...]
    ids: tuple[int, ...]
    place: npt.NDArray[np.int64]
    asked: tuple[Questions, ...]
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
            before, after = yield from self._both(index, with_draft, own, corpus)
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
        spoken: dict[Language, dict[str, str]] = {language: {} for language in LANGUAGES}
        for row in there:
            spoken[_language(row)].setdefault(row.text_key, row.text)
        every = [(language, key) for language, texts in spoken.items() for key in texts]
        number = {key: place for place, key in enumerate(every)}
        self._corpus = Corpus(
            change=change,
            ids=tuple(row.id for row in there),
            place=np.array([number[_language(row), row.text_key] for row in there], dtype=np.int64),
            asked=tuple(
                Questions.of(
                    [demand_of(text) for text in texts.values()],
                    np.array([vectors[key] for key in texts], dtype=np.float32).reshape(
                        len(texts), self.house.embedder.dimension
                    ),
                    language,
                )
                for language, texts in spoken.items()
            ),
            without_vector=len(rows) - len(there),
        )
        return self._corpus

    def _both(
        self, index: AnswerIndex, with_draft: AnswerIndex, own: int, corpus: Corpus
    ) -> Generator[Progress, None, list[list[Verdict]]]:
        """Return what is done with each text without the draft, which is remembered, and with it."""
        anew = np.concatenate([touched(index, with_draft, own, part) for part in corpus.asked])
        passes = [(index, np.ones_like(anew)), (with_draft, anew)]
        found: list[list[Verdict]] = []
        if self._before and self._before[:2] == (index.version, corpus.change):
            found, passes = [self._before[2]], passes[1:]
        work, done = sum(int(wanted.sum()) for _, wanted in passes), 0
        for known, wanted in passes:
            verdicts = list(found[-1]) if found else [NOTHING] * len(anew)
            for rows, decided in _decided(known, corpus, wanted):
                for row, verdict in zip(rows, decided, strict=True):
                    verdicts[row] = verdict
                done += len(rows)
                yield Progress(done=len(anew) * done // work, every=len(anew))
            found.append(verdicts)
        self._before = (index.version, corpus.change, found[0])
        return found


def _decided(
    index: AnswerIndex, corpus: Corpus, wanted: npt.NDArray[np.bool_]
) -> Iterator[tuple[list[int], list[Verdict]]]:
    """Decide on the wanted texts (t,): a part of one language at a time, and the rows of that part."""
    first = 0
    for part in corpus.asked:
        rows = np.flatnonzero(wanted[first : first + len(part.texts)])
        for start in range(0, len(rows), STEP):
            some = rows[start : start + STEP]
            yield (first + some).tolist(), decide_many(index, part.take(some))
        first += len(part.texts)


def _language(row: store.Asked) -> Language:
    return "en" if row.language == "en" else "ja"


def replays_of(app: FastAPI) -> Replays:
    """Return what plays replays in this process."""
    replays: Replays | None = getattr(app.state, "replays", None)
    if replays is None:
        replays = app.state.replays = Replays(house=app.state.house, serving=answers_of(app))
    return replays
