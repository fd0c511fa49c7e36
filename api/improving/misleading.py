"""Phrasings that pull in wrong questions, and how often they did."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.answers.questions import Question
from api.answers.store import phrasings_of
from api.faqs.models import FaqVersion
from api.improving.proposing import masked_line
from faq_clustering.embedding.keys import fold_text

WRONG_SHARE = 0.2
"""From this share of wrong answers on a phrasing is shown: where one in five misleads, it is worth a look."""
EXAMPLES = 3
MOST = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A customer's question, masked; `right` is the FAQ that answered it in the end, if one did."""

    text: str
    episode_id: int
    right: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Misleading:
    """A phrasing by which the bot answered `wrong` questions wrongly and `right` ones rightly.

    `removable` is False for an FAQ's own question, which is edited instead.
    """

    faq_id: int
    language: str
    text: str
    removable: bool
    wrong: int
    right: int
    examples: tuple[Example, ...]


def misleading(asked: Iterable[Question], versions: Sequence[FaqVersion]) -> list[Misleading]:
    """Return the phrasings of `versions` that mislead, the worst first; newest examples first."""
    matched: dict[tuple[int, str], list[Question]] = defaultdict(list)
    for question in asked:
        if question.told and question.matched and question.chosen is not None:
            matched[question.chosen, fold_text(question.matched)].append(question)
    removable = {
        (version.faq_id, fold_text(phrasing.text)) for version in versions for phrasing in version.phrasings
    }
    found = []
    for phrasing in phrasings_of(versions):
        told = matched.get((phrasing.faq_id, fold_text(phrasing.text)), [])
        wrong = [question for question in told if question.right != question.chosen]
        if wrong and len(wrong) >= WRONG_SHARE * len(told):
            found.append((phrasing, wrong, len(told) - len(wrong)))
    # The more were wrong than right, the worse; of equals the one with more to learn from.
    found.sort(key=lambda one: (one[2] - len(one[1]), -len(one[1]), one[0].faq_id, one[0].text))
    return [
        Misleading(
            faq_id=phrasing.faq_id,
            language=phrasing.language,
            text=phrasing.text,
            removable=(phrasing.faq_id, fold_text(phrasing.text)) in removable,
            wrong=len(wrong),
            right=right,
            examples=examples_of(wrong),
        )
        for phrasing, wrong, right in found[:MOST]
    ]


def examples_of(asked: Sequence[Question]) -> tuple[Example, ...]:
    """Return a few of `asked`, masked."""
    return tuple(
        Example(text=masked_line(question.text), episode_id=question.episode_id, right=question.right)
        for question in asked[:EXAMPLES]
    )
