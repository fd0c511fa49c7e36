"""Which questions propose a phrasing: missed or asked back about, and answered by an FAQ in the end."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from api.answers.questions import Question
from api.faqs.drafts import PHRASING_LENGTH
from api.inquiries.redaction import mask
from faq_clustering.embedding.keys import fold_text, normal_text
from faq_clustering.text import demand_of, language_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposed:
    """What was proposed before: by which messages, and (FAQ, fold)."""

    messages: frozenset[int]
    folds: frozenset[tuple[int, str]]


def proposals(
    asked: Iterable[Question], before: Proposed, phrased: Collection[str]
) -> Iterator[dict[str, Any]]:
    """Yield the proposals of `asked` as rows; none made `before`, and none that an FAQ says (`phrased`)."""
    seen = set(before.folds)
    for question in asked:
        if question.right is None or not _proposes(question) or question.message_id in before.messages:
            continue
        # Masking takes the time: what is known without it is passed over first.
        plain = fold_text(demand_of(question.text))
        if plain in phrased or (question.right, plain) in seen:
            continue
        text = masked_line(question.text)
        fold = fold_text(text)
        seen |= {(question.right, plain), (question.right, fold)}
        if fold and fold not in phrased and len(text) <= PHRASING_LENGTH:
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


def _proposes(question: Question) -> bool:
    """What the bot answered with outright needs no phrasing to be found."""
    return question.right != question.chosen or bool(question.choices)


def masked_line(text: str) -> str:
    """Return what a customer asked: masked, without courtesies, on one line."""
    return normal_text(demand_of(mask(text.strip())))
