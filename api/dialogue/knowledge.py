"""Asking the answer index, and wording what it decided."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.answers.content import answer_in
from api.answers.serving import Serving
from api.chat.acts import Answer, Choice, Clarification, NothingFound, Spoken
from api.chat.language import Language
from api.chat.models import Message
from api.chat.together import whole_text
from api.dialogue.asked import Asked
from api.dialogue.audience import readable
from api.dialogue.lookup_start import Starts
from api.episodes.ledger import Kind
from api.faqs.standing import for_customers, may_read, today
from api.faqs.store import NoSuchFaq, newest_version, version_by_id
from api.lookups import Lookups
from api.policy import Policy
from api.policy.in_force import in_force
from api.web.texts import translate
from faq_clustering.answering import Decision

CHOICES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Knowledge:
    """The FAQs and the index over them, as one request sees them."""

    session: Session
    serving: Serving
    lookups: Lookups
    starts: Starts

    @property
    def policy(self) -> Policy:
        """The hand-off policy in force."""
        return in_force(self.session).policy

    def goes_to_person(self, asked: Asked) -> bool:
        """Whether the policy wants a person to take the message."""
        topic = self.policy.sensitive(asked.text)
        return topic is not None and topic.straight(asked.text)

    def sensitive(self, asked: Asked) -> bool:
        """Whether the message is about a sensitive topic."""
        return self.policy.sensitive(asked.text) is not None

    def is_sure(self, asked: Asked) -> bool:
        """Whether an FAQ answers the message outright."""
        return self.decide(asked.text, asked).kind == "answer"

    def decide(self, text: str, asked: Asked) -> Decision:
        """Return what to do with a question, of what this customer may read."""
        return readable(self.session, self.serving.decide(text, asked.language), signed_in=asked.signed_in)

    def consult(self, asked: Asked) -> Spoken:
        """Answer a question, ask which one is meant, or say that nothing was found."""
        language = asked.language
        decision = self.decide(asked.text, asked)
        if decision.kind == "answer" and decision.version_id is not None:
            return self._answer(
                decision.version_id,
                language,
                confidence=decision.confidence,
                threshold=decision.threshold,
                index_version=decision.index_version,
                matched=decision.matched_phrasing,
            )
        if decision.kind == "ask" and (choices := self._choices(decision, language)):
            text = translate(language, "dialogue.ask" if len(choices) > 1 else "dialogue.ask_one")
            return Clarification(text=text, language=language, choices=choices)
        return NothingFound(text=translate(language, "dialogue.nothing_found"), language=language)

    def chosen(self, asked: Asked, faq_id: int | None) -> Spoken:
        """Answer with the FAQ that the customer chose, as it is now."""
        try:
            version = newest_version(self.session, faq_id or 0)
        except NoSuchFaq:
            version = None
        day = today(self.session)
        if (
            version is None
            or not for_customers(version, day)
            or not may_read(version, signed_in=asked.signed_in)
        ):
            text = translate(asked.language, "dialogue.no_longer")
            return NothingFound(text=text, language=asked.language)
        shown = [
            choice["confidence"]
            for fact in asked.of_kind(Kind.CLARIFICATION_SHOWN)
            for choice in fact.payload["choices"]
            if choice["faq_id"] == version.faq_id
        ]
        return self._answer(
            version.id,
            asked.language,
            confidence=shown[-1] if shown else 0.0,
            threshold=None,
            index_version=self.serving.version,
            matched=None,
        )

    def next_best(self, asked: Asked) -> tuple[Choice, ...]:
        """Return what else the episode's question may have meant."""
        question = self._question(asked)
        if question is None:
            return ()
        seen = {fact.payload["faq_id"] for fact in asked.of_kind(Kind.ANSWER_SHOWN)}
        decision = self.decide(question, asked)
        return self._choices(decision, asked.language, without=seen)

    def _question(self, asked: Asked) -> str | None:
        """Return the words of the customer that the newest answer or choice of the episode replied to."""
        for fact in reversed(asked.of_kind(Kind.ANSWER_SHOWN, Kind.CLARIFICATION_SHOWN)):
            message = self.session.get(Message, fact.payload["message_id"])
            if message is not None and "choice" not in message.content:
                return whole_text(message)
        return None

    def _choices(
        self, decision: Decision, language: Language, without: Collection[int] = ()
    ) -> tuple[Choice, ...]:
        kept = [choice for choice in decision.choices if choice.faq_id not in without][:CHOICES]
        return tuple(
            Choice(
                faq_id=choice.faq_id,
                version_id=choice.version_id,
                text=answer_in(version_by_id(self.session, choice.version_id), language).question,
                confidence=choice.confidence,
            )
            for choice in kept
        )

    def _answer(
        self,
        version_id: int,
        language: Language,
        *,
        confidence: float,
        threshold: float | None,
        index_version: str,
        matched: str | None,
    ) -> Answer:
        version = version_by_id(self.session, version_id)
        content = answer_in(version, language)
        return Answer(
            text=content.answer,
            language=language,
            question=content.question,
            faq_id=version.faq_id,
            version_id=version.id,
            confidence=confidence,
            threshold=threshold,
            index_version=index_version,
            matched=matched,
        )
