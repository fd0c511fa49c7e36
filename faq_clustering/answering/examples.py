"""Labelled examples out of what a desk already has: its phrasings and background, asked as if they were new.

- *known*: phrasings left out in turn, a part at a time. The desk is learnt without them and asked.
- *gone*: phrasings whose whole FAQ is left out, together with a quarter of all FAQs. A topic that no FAQ
  covers seldom comes alone: where its neighbours are missing too, what remains looks more like the answer
  than it is. Leaving out one FAQ at a time promised more than it kept (docs/answering.md).
- *background*: inquiries that no FAQ answers, left out in turn.
- *outcomes*: what customers and agents said of real answers; the newest weigh most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from faq_clustering.answering.desk import Desk, Sight
from faq_clustering.answering.evidence import FEATURES, SIGNALS, Typical, features, with_score
from faq_clustering.answering.logistic import usual_ranking
from faq_clustering.answering.material import Asked, Material
from faq_clustering.answering.ranking import Ranking
from faq_clustering.answering.space import LANGUAGES, Floats, Integers

PARTS = ((2000, 10, 4), (6000, 5, 4), (10**9, 3, 3))
"""Up to so many phrasings: parts they are left out in, and parts the FAQs are."""
MOST = 3000
"""Phrasings, and half as many background texts, that are asked."""
CHUNK = 256
HALF_LIFE = 60.0
"""Days after which an outcome weighs half."""
CHOICES = 3


class Origin(IntEnum):
    """Where an example comes from."""

    KNOWN = 0
    GONE = 1
    BACKGROUND = 2
    OUTCOME = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Examples:
    """(n, …) each: the evidence, whether the choice was right, whether the right one is among the first
    three, whether an FAQ answers the question at all, and which examples resemble each other.
    """

    features: Floats
    right: npt.NDArray[np.bool_]
    among: npt.NDArray[np.bool_]
    known: npt.NDArray[np.bool_]
    origin: Integers
    weight: npt.NDArray[np.float64]
    language: Integers
    cluster: Integers


def gather(
    desk: Desk,
    said: Material,
    group: Integers,
    others: Material,
    unlabelled: Material | None,
    outcomes: Asked | None,
) -> tuple[Examples, Ranking, Typical]:
    """All examples of a desk, how it ranks FAQs, and what their own phrasings look like to them."""
    random = np.random.default_rng(0)
    parts, quarters = next((parts, quarters) for most, parts, quarters in PARTS if len(group) <= most)
    asked = np.sort(random.permutation(len(group))[:MOST])
    heard = np.sort(random.permutation(len(others.language))[: MOST // 2])
    known, background = _left_out(desk, said, group, others, unlabelled, parts, asked, heard, random)
    gone = _faqs_left_out(desk, said, group, others, unlabelled, quarters, asked, random)
    ranking = Ranking.learn([(sight, group[rows]) for rows, _, sight in known], usual_ranking())
    known, gone, background = (
        [(rows, code, ranking.order(sight)) for rows, code, sight in seen]
        for seen in (known, gone, background)
    )
    typical = _typical(known, group, desk.faqs)
    found = [
        _examples(known, typical, group, Origin.KNOWN),
        _examples(gone, typical, group, Origin.GONE),
        _examples(background, typical, np.full(len(others.language), -1), Origin.BACKGROUND),
    ]
    if outcomes is not None and len(outcomes.right):
        seen = [
            (rows, code, ranking.order(sight))
            for rows, code, sight in _look(desk, outcomes.material, np.arange(len(outcomes.right)))
        ]
        weight = 0.5 ** (outcomes.days / HALF_LIFE)
        found.append(_examples(seen, typical, outcomes.right, Origin.OUTCOME, weight))
    return _joined([one for one in found if len(one.right)]), ranking, typical


_Seen = list[tuple[Integers, int, Sight]]


def _look(desk: Desk, material: Material, rows: Integers) -> _Seen:
    """What a desk sees in those rows, a chunk of one language at a time."""
    seen: _Seen = []
    for code in range(len(LANGUAGES)):
        same = rows[material.language[rows] == code]
        for start in range(0, len(same), CHUNK):
            part = same[start : start + CHUNK]
            seen.append((part, code, desk.look(material.vectors[part], code, material.bags[part])))
    return seen


def _left_out(
    desk: Desk,
    said: Material,
    group: Integers,
    others: Material,
    unlabelled: Material | None,
    parts: int,
    asked: Integers,
    heard: Integers,
    random: np.random.Generator,
) -> tuple[_Seen, _Seen]:
    part, foreign = _evenly(group, parts, random), random.permutation(len(others.language)) % parts
    known: _Seen = []
    background: _Seen = []
    for number in range(parts):
        kept = part != number
        if not kept.any() or kept.all():
            continue
        rest = Desk.learn(said.take(kept), group[kept], desk.faqs, others.take(foreign != number), unlabelled)
        known += _look(rest, said, asked[part[asked] == number])
        background += _look(rest, others, heard[foreign[heard] == number])
    return known, background


def _faqs_left_out(
    desk: Desk,
    said: Material,
    group: Integers,
    others: Material,
    unlabelled: Material | None,
    quarters: int,
    asked: Integers,
    random: np.random.Generator,
) -> _Seen:
    gone: _Seen = []
    quarter = random.permutation(desk.faqs) % quarters
    for number in range(quarters):
        kept = quarter[group] != number
        if not kept.any() or kept.all():
            continue
        rest = Desk.learn(said.take(kept), group[kept], desk.faqs, others, unlabelled)
        gone += _look(rest, said, asked[quarter[group[asked]] == number])
    return gone


def _evenly(group: Integers, parts: int, random: np.random.Generator) -> Integers:
    """A part for each phrasing, so that those of one FAQ are in as many different ones as possible."""
    order = random.permutation(len(group))
    order = order[np.argsort(group[order], kind="stable")]
    part = np.empty(len(group), dtype=np.int64)
    part[order] = np.arange(len(group)) % parts
    return part


def _own(sight: Sight, group: Integers) -> Floats:
    """The signals of each question's own FAQ; of the last candidate where it is not among them."""
    is_own = sight.faqs == group[:, None]
    place = np.where(is_own.any(axis=1), is_own.argmax(axis=1), sight.faqs.shape[1] - 1)
    own: Floats = with_score(sight)[np.arange(len(group)), place]
    return own


def _typical(known: _Seen, group: Integers, faqs: int) -> Typical:
    none = np.zeros((0, len(SIGNALS)), dtype=np.float32)
    own = np.concatenate([none, *(_own(sight, group[rows]) for rows, _, sight in known)])
    whose = np.concatenate([np.zeros(0, dtype=np.int64), *(group[rows] for rows, _, _ in known)])
    return Typical.of(own, whose, faqs)


def _examples(
    seen: _Seen,
    typical: Typical,
    group: Integers,
    origin: Origin,
    weight: npt.NDArray[np.float64] | None = None,
) -> Examples:
    """`group` says for every row asked which FAQ answers it, -1 for none; a gone one is never right."""
    none = np.zeros((0, len(FEATURES)), dtype=np.float32)
    found = np.concatenate([none, *(features(sight, typical) for _, _, sight in seen)])
    rows = np.concatenate([np.zeros(0, dtype=np.int64), *(rows for rows, _, _ in seen)])
    spoken = np.concatenate(
        [np.zeros(0, dtype=np.int64), *(np.full(len(part), code, dtype=np.int64) for part, code, _ in seen)]
    )
    own = group[rows]
    best = _first([sight.faqs[:, :CHOICES] for _, _, sight in seen])
    # A phrasing that is its FAQ's only one is asked of a desk that has never heard of the FAQ.
    alone = (np.bincount(group[group >= 0], minlength=1) < 2)[own] if origin is Origin.KNOWN else False
    return Examples(
        features=found,
        right=(best[:, 0] == own) & (own >= 0),
        among=(best == own[:, None]).any(axis=1) & (own >= 0),
        known=(own >= 0) & ~np.asarray(alone) & (origin is not Origin.GONE),
        origin=np.full(len(own), int(origin), dtype=np.int64),
        weight=np.ones(len(own)) if weight is None else weight[rows],
        language=spoken,
        cluster=np.where(own >= 0, own, -1 - best[:, 0]),
    )


def _first(parts: Sequence[Integers]) -> Integers:
    """Columns of different width as one table, -1 where there is nothing."""
    table = np.full((sum(len(part) for part in parts), CHOICES), -1, dtype=np.int64)
    start = 0
    for part in parts:
        table[start : start + len(part), : part.shape[1]] = part
        start += len(part)
    return table


def _joined(parts: Sequence[Examples]) -> Examples:
    if not parts:
        return Examples(
            features=np.zeros((0, len(FEATURES)), dtype=np.float32),
            right=np.zeros(0, bool),
            among=np.zeros(0, bool),
            known=np.zeros(0, bool),
            origin=np.zeros(0, np.int64),
            weight=np.zeros(0),
            language=np.zeros(0, np.int64),
            cluster=np.zeros(0, np.int64),
        )
    return Examples(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in Examples.__slots__}
    )
