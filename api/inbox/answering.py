"""Answering a customer with an FAQ: those nearest to the question first, in the customer's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy.orm import Session

from api.answers.content import answer_in
from api.answers.outcomes import open_question
from api.answers.serving import Serving
from api.chat.language import Language, language_or
from api.chat.store import Line
from api.faqs.models import FaqVersion
from api.faqs.standing import for_customers, today
from api.faqs.store import NoSuchFaq, newest_version, search_faqs, version_by_id
from api.inbox.queue_store import Row
from api.inbox.store import faq_of
from faq_clustering.embedding import Embedder
from faq_clustering.text import demand_of, language_of

MOST = 8
FEW = 3
LEAST = 0.1
"""Below this confidence an FAQ is not put before an agent unasked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FaqAnswer:
    """An FAQ an agent may answer with; `language` is what `answer` is written in.

    `confidence` is the index's (0-1) that it answers what was asked; none where the index did not choose it.
    """

    faq_id: int
    version_id: int
    question: str
    answer: str
    language: str
    confidence: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Finder:
    """The FAQs, as one request sees them."""

    session: Session
    serving: Serving
    embedder: Embedder

    def find(self, row: Row, lines: Sequence[Line], query: str = "") -> list[FaqAnswer]:
        """Return the FAQs that say `query`, then those near to it; without one, near to what was asked."""
        language, query = spoken(row, lines), query.strip()
        asked = None if query else open_question(self.session, row.episode_id)
        words = demand_of(asked.text) if asked else query
        said = search_faqs(self.session, query=query) if query or not words else ()
        near = self._near(words)
        ids = dict.fromkeys([*(version.faq_id for version in said), *near])
        found = (newest_version(self.session, faq_id) for faq_id in ids)
        day = today(self.session)
        published = (version for version in found if for_customers(version, day))
        return [_shown(version, language, near.get(version.faq_id)) for version in islice(published, MOST)]

    def suggest(self, row: Row, lines: Sequence[Line]) -> list[FaqAnswer]:
        """Return the few FAQs that the index itself holds likely, the likeliest first."""
        return [faq for faq in self.find(row, lines) if (faq.confidence or 0) >= LEAST][:FEW]

    def chosen(self, row: Row, lines: Sequence[Line], version_id: int) -> FaqAnswer:
        """Return the answer with this version; raises `NoSuchFaq`."""
        version = version_by_id(self.session, faq_of(self.session, version_id)["version_id"])
        # The page may be older than what became of the FAQ.
        if not for_customers(newest_version(self.session, version.faq_id), today(self.session)):
            raise NoSuchFaq
        return _shown(version, spoken(row, lines))

    def _near(self, words: str) -> dict[int, float | None]:
        """Return FAQs, the likeliest first, with the index's confidence; none while it is loading."""
        if not words or not self.serving.ready:
            return {}
        language = language_of(words)
        # Explained, not decided: an agent may weigh what is too unsure for the bot.
        looked_at = self.serving.explain(words, language).candidates
        near = {candidate.faq_id: candidate.confidence for candidate in looked_at}
        vector = self.embedder.encode([words])[0]
        for similar in self.serving.similar(vector, language):
            near.setdefault(similar.faq_id, None)
        return near


def spoken(row: Row, lines: Sequence[Line]) -> Language:
    """Return the language the customer wrote in last, else the conversation's."""
    said = (line.content.get("language", "") for line in reversed(lines) if line.author == "customer")
    return language_or(next(said, ""), language_or(row.language))


def _shown(version: FaqVersion, language: str, confidence: float | None = None) -> FaqAnswer:
    question, answer, written = answer_in(version, language)
    return FaqAnswer(
        faq_id=version.faq_id,
        version_id=version.id,
        question=question,
        answer=answer,
        language=written,
        confidence=confidence,
    )
