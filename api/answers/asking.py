"""Ask the bot without a conversation: what it would do, and why. Nothing is recorded."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from api.answers.content import Content, answer_in
from api.answers.serving import Serving
from api.errors import Invalid
from api.faqs.store import version_by_id
from faq_clustering.answering import Explanation, Language
from faq_clustering.text import language_of

LONGEST = 4000


class EmptyQuestion(Invalid):
    """Type a question."""


class QuestionTooLong(Invalid):
    """A question may have 4,000 characters."""


class UnknownLanguage(Invalid):
    """The language must be ja or en, or empty to tell it from the question."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question with the bot's decision and what the candidates' FAQs say, by version."""

    text: str
    language: Language
    explanation: Explanation
    contents: dict[int, Content]


def ask(serving: Serving, session: Session, text: str, language: str = "") -> Asked:
    """Return what the bot would do. An empty `language` is told from the text."""
    spoken = spoken_in(text, language)
    explanation = serving.explain(text, spoken)
    versions = {one.version_id for one in explanation.candidates}
    versions |= {choice.version_id for choice in explanation.decision.choices}
    return Asked(
        text=text,
        language=spoken,
        explanation=explanation,
        contents={version: answer_in(version_by_id(session, version), spoken) for version in versions},
    )


def because(explanation: Explanation) -> tuple[str, dict[str, str | int]]:
    """Return the name of the sentence that says why it was decided so, and what to fill in."""
    decision = explanation.decision
    confidence, threshold = apart(decision.confidence, decision.threshold)
    reason: str = explanation.reason
    if reason == "no_promise" and explanation.labelled < explanation.labels_needed:
        reason = "few_labels"
    return f"because_{reason}", {
        "confidence": confidence,
        "threshold": threshold,
        "ask": f"{decision.ask_threshold:.0%}",
        "labelled": explanation.labelled,
        "needed": explanation.labels_needed,
    }


def apart(one: float, other: float) -> tuple[str, str]:
    """Return two numbers with two decimals, or as many as tell them apart."""
    for digits in (2, 3, 4):
        first, second = f"{one:.{digits}f}", f"{other:.{digits}f}"
        if first != second:
            break
    return first, second


def spoken_in(text: str, language: str) -> Language:
    """Return the language to read a question in; raises what is wrong with it."""
    if not text.strip():
        raise EmptyQuestion
    if len(text) > LONGEST:
        raise QuestionTooLong
    known: dict[str, Literal["ja", "en"]] = {"ja": "ja", "en": "en"}
    found = known.get(language or language_of(text))
    if found is None:
        raise UnknownLanguage
    return found
