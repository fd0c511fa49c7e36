"""What became of customers' questions, read from the ledger; the rules are in `docs/answering.md`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from api.answers.embedded import vectors_of
from api.clock import aware
from api.database import transaction
from api.episodes.ledger import Kind
from api.inquiries.vectors import vectors_for
from faq_clustering.answering import Language, Outcome
from faq_clustering.embedding import Embedder
from faq_clustering.embedding.keys import text_key
from faq_clustering.text import demand_of

LIMIT = 5000
"""Episodes that are read, the newest; what was said before them no longer weighs."""
DAY = 86_400

# Messages belong to a room that builds on this one, so they are read by name.
_FACTS = """
    SELECT f.episode_id, e.conversation_id, f.kind, f.at,
        (f.payload->>'message_id')::int AS message_id,
        (f.payload->>'faq_id')::int AS faq_id,
        (f.payload->>'version_id')::int AS version_id,
        f.payload->>'value' AS value,
        f.payload->>'threshold' AS threshold,
        jsonb_path_query_array(f.payload, '$.choices[*].faq_id') AS choices,
        said.text AS said,
        said.content->>'language' AS language,
        COALESCE(said.content ? 'choice', true) AS pressed,
        reply.content->>'matched' AS matched,
        reply.content->>'offer' AS offer
    FROM facts f JOIN telling ON telling.episode_id = f.episode_id
    JOIN episodes e ON e.id = f.episode_id
    LEFT JOIN messages said
        ON f.kind = 'message_received' AND said.id = (f.payload->>'message_id')::int
    LEFT JOIN messages reply
        ON f.kind IN ('answer_shown', 'nothing_found') AND reply.id = (f.payload->>'reply_id')::int
    WHERE f.kind IN ('message_received', 'small_talk_replied', 'answer_shown', 'clarification_shown',
        'nothing_found', 'choice_taken', 'feedback_given', 'bot_unavailable', 'handoff_requested')
       OR f.kind = 'agent_replied' AND f.payload ? 'faq_id'
    ORDER BY telling.last DESC, f.episode_id DESC, f.at, f.id
    """
_OF_MANY = text(
    """
    WITH telling AS (
        SELECT episode_id, max(at) AS last FROM facts
        WHERE kind IN ('feedback_given', 'choice_taken', 'clarification_shown')
           OR kind = 'agent_replied' AND payload ? 'faq_id'
        GROUP BY episode_id ORDER BY last DESC, episode_id DESC LIMIT :limit
    )"""
    + _FACTS
)
_OF_ONE = text("WITH telling AS (SELECT CAST(:episode_id AS int) AS episode_id, now() AS last)" + _FACTS)


class Miss(StrEnum):
    """How the bot failed a question."""

    NOTHING_FOUND = "nothing_found"
    NOT_SOLVED = "not_solved"
    NONE_OF_THESE = "none_of_these"
    HAND_OFF = "hand_off"
    BOT_UNAVAILABLE = "bot_unavailable"


class Source(StrEnum):
    """Who said which FAQ answers a question."""

    SOLVED = "solved"
    AGENT = "agent"
    CHOICE = "choice"


@dataclass(kw_only=True, slots=True)
class Question:
    """A question in the customer's own words, and what became of it.

    `chosen` is the FAQ the bot answered with, by the phrasing `matched`, or the first of `choices` it asked
    between. `right` is the FAQ that answered it in the end, according to `source`.
    """

    episode_id: int
    conversation_id: str
    message_id: int
    at: datetime
    language: Language
    text: str
    chosen: int | None = None
    matched: str | None = None
    choices: tuple[int, ...] = ()
    shown: tuple[tuple[int, int], ...] = ()
    """(FAQ, version) of each answer to it."""
    miss: Miss | None = None
    refused: bool = False
    """Whether the customer said that `chosen` is not it."""
    right: int | None = None
    source: Source | None = None

    @property
    def told(self) -> bool:
        """Whether it is known if `chosen` was right: a choice alone, not yet solved, does not say so."""
        sure = self.right is not None and self.source is not Source.CHOICE
        return self.chosen is not None and (sure or self.refused)


def outcomes(session: Session, model_id: str, now: datetime, *, limit: int = LIMIT) -> list[Outcome]:
    """Return what became of the newest questions, newest first; two queries.

    Questions without a vector of `model_id` are left out: call `embed_questions` before.
    """
    told = [question for question in questions(session, limit) if question.told]
    keys = [text_key(demand_of(question.text)) for question in told]
    vectors = vectors_for(session, list(dict.fromkeys(keys)), model_id)
    return [
        Outcome(
            vector=vectors[key],
            language=question.language,
            chosen=question.chosen,
            right=question.right if question.source is not Source.CHOICE else None,
            days=max(0.0, (aware(now) - question.at).total_seconds() / DAY),
        )
        for question, key in zip(told, keys, strict=True)
        if key in vectors and question.chosen is not None
    ]


def embed_questions(sessions: sessionmaker[Session], embedder: Embedder, *, limit: int = LIMIT) -> int:
    """Embed the questions that `outcomes` tells of where they have no vector yet; how many there are."""
    with transaction(sessions) as session:
        texts = {demand_of(question.text) for question in questions(session, limit) if question.told}
    vectors_of(sessions, embedder, sorted(texts))
    return len(texts)


def questions(session: Session, limit: int = LIMIT) -> list[Question]:
    """Return the questions of the newest `limit` episodes that tell something, newest first; one query."""
    rows = session.execute(_OF_MANY, {"limit": limit}).all()
    return [
        question
        for _, facts in groupby(rows, lambda row: row.episode_id)
        for question in _Reading(facts).asked
    ]


def open_question(session: Session, episode_id: int) -> Question | None:
    """Return what an agent who replies in the episode now would answer; None when nothing was asked yet."""
    unanswered = _Reading(session.execute(_OF_ONE, {"episode_id": episode_id})).unanswered()
    return unanswered[-1] if unanswered else None


class _Reading:
    """An episode as far as it was read: its questions, and the customer's last message."""

    def __init__(self, facts: Iterable[Any]) -> None:
        self.asked: list[Question] = []
        self._message: Any = None
        self._is_question = False
        """Whether the last message may still turn out to be one: nothing says yet that it is a reaction."""
        for fact in facts:
            self._take(fact)

    def unanswered(self) -> list[Question]:
        """Return what the bot missed and nobody answered, else what the customer told the person."""
        missed = [question for question in self.asked if question.right is None and question.miss]
        if not missed and self._is_question and (question := self._question()):
            question.miss = Miss.HAND_OFF
            missed = [question]
        return missed

    def _take(self, fact: Any) -> None:
        match Kind(fact.kind):
            case Kind.MESSAGE_RECEIVED:
                self._message, self._is_question = fact, not fact.pressed
            case Kind.SMALL_TALK_REPLIED:
                self._is_question = False
            case Kind.ANSWER_SHOWN:
                self._answer(fact)
            case Kind.CLARIFICATION_SHOWN:
                self._clarification(fact)
            case Kind.NOTHING_FOUND:
                self._nothing(fact)
            case Kind.CHOICE_TAKEN if fact.faq_id is None:
                self._none_of_these()
            case Kind.FEEDBACK_GIVEN:
                self._feedback(fact)
            case Kind.BOT_UNAVAILABLE:
                if question := self._question():
                    question.miss = Miss.BOT_UNAVAILABLE
            case Kind.HANDOFF_REQUESTED:
                self._hand_off()
            case Kind.AGENT_REPLIED:
                self._agent(fact)

    def _question(self) -> Question | None:
        """Return the question that the last message is; else the one it is about."""
        message = self._message
        if self._is_question and message.said:
            self._is_question = False
            self.asked.append(
                Question(
                    episode_id=message.episode_id,
                    conversation_id=message.conversation_id,
                    message_id=message.message_id,
                    at=message.at,
                    language="en" if message.language == "en" else "ja",
                    text=message.said,
                )
            )
        return self.asked[-1] if self.asked else None

    def _answer(self, fact: Any) -> None:
        chosen_by_customer = fact.threshold is None
        if chosen_by_customer:
            self._is_question = False
        question = self._question()
        if question is None:
            return
        question.shown = (*question.shown, (fact.faq_id, fact.version_id))
        if chosen_by_customer:
            question.right, question.source = fact.faq_id, Source.CHOICE
        elif question.chosen is None:
            question.chosen, question.matched = fact.faq_id, fact.matched

    def _clarification(self, fact: Any) -> None:
        choices = tuple(fact.choices)
        if self.asked and self.asked[-1].choices == choices:
            # "Yes", to several: the bot asks again.
            self._is_question = False
        question = self._question()
        if question is not None and question.chosen is None and choices:
            question.chosen, question.choices = choices[0], choices

    def _nothing(self, fact: Any) -> None:
        if fact.offer == "low_confidence":
            # "No", in words, to the choices.
            self._is_question = False
            self._none_of_these()
        elif self._is_question and (question := self._question()):
            question.miss = Miss.NOTHING_FOUND

    def _none_of_these(self) -> None:
        if self.asked:
            question = self.asked[-1]
            question.miss, question.refused = question.miss or Miss.NONE_OF_THESE, True
            question.right = question.source = None

    def _feedback(self, fact: Any) -> None:
        self._is_question = False
        for question in reversed(self.asked):
            for faq_id, version_id in reversed(question.shown):
                if fact.version_id in (None, version_id):
                    return _react(question, faq_id, solved=fact.value == "solved")
        return None

    def _hand_off(self) -> None:
        # Without a reply of the bot the last message asked for the person.
        self._is_question = False
        if self.asked and self.asked[-1].source is not Source.SOLVED:
            question = self.asked[-1]
            question.miss = question.miss or Miss.HAND_OFF
            question.right = question.source = None

    def _agent(self, fact: Any) -> None:
        for question in self.unanswered():
            question.right, question.source = fact.faq_id, Source.AGENT


def _react(question: Question, faq_id: int, *, solved: bool) -> None:
    """Note the customer's word on an answer; the last one stands."""
    if solved:
        question.right, question.source = faq_id, Source.SOLVED
        return
    question.miss = question.miss or Miss.NOT_SOLVED
    question.refused |= faq_id == question.chosen
    question.right = question.source = None
