"""A customer's questions and what became of each, read from an episode's facts by the rules in
`docs/answering.md`. Nothing here does I/O."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from api.episodes.ledger import Kind
from faq_clustering.answering import Language


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


class Reading:
    """An episode as far as it was read: its questions, and the customer's last message.

    `facts` are rows of `api.answers.outcomes`, in the order they happened.
    """

    def __init__(self, facts: Iterable[Any]) -> None:
        self.asked: list[Question] = []
        self._message: Any = None
        self._is_question = False
        """Whether the last message may still turn out to be one: nothing says yet that it is a reaction."""
        self._away = False
        """Whether the bot was away when it came."""
        for fact in facts:
            self._take(fact)
        self._settle()

    def unanswered(self) -> list[Question]:
        """Return what the bot missed and nobody answered, else what the customer told the person."""
        self._settle()
        missed = [question for question in self.asked if question.right is None and question.miss]
        if not missed and self._is_question and (question := self._question()):
            question.miss = Miss.HAND_OFF
            missed = [question]
        return missed

    def _take(self, fact: Any) -> None:
        match Kind(fact.kind):
            case Kind.MESSAGE_RECEIVED:
                self._settle()
                self._message, self._is_question, self._away = fact, not fact.pressed, False
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
                self._away = True
            case Kind.HANDOFF_REQUESTED:
                self._hand_off()
            case Kind.AGENT_REPLIED:
                self._agent(fact)

    def _settle(self) -> None:
        """Note as missed what the bot was away for and has not replied to since."""
        if self._away and self._is_question and (question := self._question()):
            question.miss = Miss.BOT_UNAVAILABLE

    def _question(self) -> Question | None:
        """Return the question that the last message is; else the one it is about."""
        message = self._message
        if self._is_question:
            self._is_question = False
            if not message.said:
                # The words were erased.
                return None
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
        if not fact.decided:
            # "Yes", to several: the bot asks again without consulting the index.
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
        self._settle()
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
