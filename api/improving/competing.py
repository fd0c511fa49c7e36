"""FAQs that compete for the same questions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from api.answers.questions import Question, Source
from api.improving.alike import Alike
from api.improving.misleading import Example, examples_of
from faq_clustering.answering import Phrasing

ASKED_OFTEN = 2
"""Asked between once may be chance."""
MOST = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Competing:
    """Two FAQs: how often customers were asked which they meant, and how often the one was shown and the
    other was right; `alike` are a phrasing of each that say nearly the same, and their cosine."""

    one: int
    other: int
    asked: int
    confused: int
    alike: tuple[str, str] | None
    cosine: float | None
    examples: tuple[Example, ...]


def competing(
    questions: Iterable[Question],
    phrasings: Sequence[Phrasing],
    near: Mapping[tuple[int, int], Alike],
) -> list[Competing]:
    """Return the pairs among the FAQs of `phrasings`, those that confuse most first."""
    there = {phrasing.faq_id for phrasing in phrasings}
    asked: dict[tuple[int, int], list[Question]] = defaultdict(list)
    confused: dict[tuple[int, int], list[Question]] = defaultdict(list)
    for question in questions:
        for one, other in combinations(sorted(set(question.choices)), 2):
            asked[one, other].append(question)
        if (
            question.source is not Source.CHOICE
            and question.right is not None
            and question.chosen is not None
            and question.right != question.chosen
        ):
            confused[min(question.right, question.chosen), max(question.right, question.chosen)].append(
                question
            )
    often = {pair for pair, some in asked.items() if len(some) >= ASKED_OFTEN}
    found = [pair for pair in often | set(confused) | set(near) if there.issuperset(pair)]

    def weight(pair: tuple[int, int]) -> tuple[float, ...]:
        cosine = near[pair].cosine if pair in near else 0.0
        return (-2 * len(confused[pair]) - len(asked[pair]), -cosine, *pair)

    return [
        _competing(pair, asked[pair], confused[pair], phrasings, near.get(pair))
        for pair in sorted(found, key=weight)[:MOST]
    ]


def _competing(
    pair: tuple[int, int],
    asked: Sequence[Question],
    confused: Sequence[Question],
    phrasings: Sequence[Phrasing],
    same: Alike | None,
) -> Competing:
    said = {question.message_id: question for question in [*confused, *asked]}
    return Competing(
        one=pair[0],
        other=pair[1],
        asked=len(asked),
        confused=len(confused),
        alike=(phrasings[same.one].text, phrasings[same.other].text) if same else None,
        cosine=same.cosine if same else None,
        examples=examples_of(list(said.values())),
    )
