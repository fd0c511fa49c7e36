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
    found = []
    for pair in {*(pair for pair, some in asked.items() if len(some) >= ASKED_OFTEN), *confused, *near}:
        if there.issuperset(pair):
            said = {question.message_id: question for question in [*confused[pair], *asked[pair]]}
            same = near.get(pair)
            found.append(
                Competing(
                    one=pair[0],
                    other=pair[1],
                    asked=len(asked[pair]),
                    confused=len(confused[pair]),
                    alike=(phrasings[same.one].text, phrasings[same.other].text) if same else None,
                    cosine=same.cosine if same else None,
                    examples=examples_of(list(said.values())),
                )
            )
    found.sort(key=lambda pair: (-2 * pair.confused - pair.asked, -(pair.cosine or 0), pair.one, pair.other))
    return found[:MOST]
