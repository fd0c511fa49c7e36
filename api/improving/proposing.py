"""Which questions propose a phrasing: missed or asked back about, and answered by an FAQ in the end."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from api.answers.questions import Question
from api.faqs.drafts import PHRASING_LENGTH
from api.inquiries.redaction import mask
from faq_clustering.embedding.keys import fold_text, normal_text
from faq_clustering.text import demand_of, language_of


def proposing(asked: Iterable[Question], known: Collection[int]) -> list[Question]:
    """Return the questions that propose a phrasing of their right FAQ, but for the messages `known`."""
    return [
        question
        for question in asked
        if question.right is not None
        # What the bot answered with outright needs no phrasing to be found.
        and (question.right != question.chosen or question.choices)
        and question.message_id not in known
    ]


def proposals(found: Iterable[Question], folds: Collection[str]) -> Iterator[dict[str, Any]]:
    """Yield the proposals as rows; none that some FAQ already says (`folds`), is empty or too long."""
    for question in found:
        text = masked_line(question.text)
        fold = fold_text(text)
        if fold and fold not in folds and len(text) <= PHRASING_LENGTH:
            yield {
                "faq_id": question.right,
                "conversation_id": question.conversation_id,
                "episode_id": question.episode_id,
                "message_id": question.message_id,
                "language": language_of(text),
                "text": text,
                "fold": fold,
                "miss": question.miss,
                "source": question.source,
                "asked_at": question.at,
            }


def masked_line(text: str) -> str:
    """Return what a customer asked: masked, without courtesies, on one line."""
    return normal_text(demand_of(mask(text.strip())))
