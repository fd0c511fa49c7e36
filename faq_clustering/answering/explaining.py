"""Why the index decides as it does: the candidates, the phrasings that matched, what spoke for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from faq_clustering.answering.bound import LEAST
from faq_clustering.answering.desk import SEEN, Desk, Sight
from faq_clustering.answering.space import LANGUAGES, Floats
from faq_clustering.answering.values import Choice, Decision, Language, Phrasing, Reason
from faq_clustering.answering.words import FEATURES as WORDS
from faq_clustering.answering.words import bag

MATCHES = 3
_VOTE = SEEN.index("vote, plain")
_KNOWN = WORDS.index("known words")


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A phrasing beside the question. `cosine` (-1 to 1) is that of the embeddings without what all texts
    of a language share, so unrelated texts are near 0.
    """

    text: str
    language: Language
    cosine: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """An FAQ that was looked at, and what spoke for it.

    `confidence` is the chance that it is right; None where it is too small, or beyond the first three: such
    an FAQ is never offered to a customer. `score` is what candidates are ranked by; `lead` how much nearer
    its nearest phrasing is than that of the best other FAQ, below 0 if another is nearer; `known_words` the
    share (0-1) of the question's words, the rare ones counting most, that its phrasings say; `vote` the share
    (0-1) of the ten nearest texts that are its phrasings, the nearest counting most.
    """

    faq_id: int
    version_id: int
    confidence: float | None
    score: float
    matches: tuple[Match, ...]
    lead: float
    known_words: float
    vote: float

    @property
    def nearest(self) -> float:
        """The cosine of the nearest phrasing."""
        return self.matches[0].cosine


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """A decision with its candidates, the likeliest first.

    `background_vote` is the share (0-1) of the ten nearest texts that no FAQ answers, the nearest counting
    most. `labelled` counts the examples in the question's language whose answer is known; under
    `labels_needed` of them no threshold can be promised.
    """

    decision: Decision
    candidates: tuple[Candidate, ...] = ()
    background_vote: float = 0.0
    labelled: int = 0
    labels_needed: int = LEAST

    @property
    def reason(self) -> Reason:
        """Why it was decided so."""
        return self.decision.reason

    @property
    def threshold(self) -> float | None:
        """The confidence from which the bot answers; None where it only suggests."""
        return None if self.only_suggests else self.decision.threshold

    @property
    def only_suggests(self) -> bool:
        """Whether no confidence is enough to answer a question in other than approved words."""
        return self.decision.threshold > 1


def candidates_in(
    sight: Sight,
    desk: Desk,
    *,
    phrasings: Sequence[Phrasing],
    choices: Sequence[Choice],
    typed: Mapping[int, int],
    text: str,
    vector: Floats,
    language: Language,
    most: int,
) -> tuple[Candidate, ...]:
    """The candidates of one question: `choices` in their order, then the others by score.

    `typed` names the phrasing (row) of each FAQ that the question repeats: its phrasing stands first.
    """
    code = LANGUAGES.index(language)
    number = {one.faq_id: int(desk.group[row]) for row, one in enumerate(phrasings)}
    faq_of = {place: faq for faq, place in number.items()}
    chance = {choice.faq_id: choice.confidence for choice in choices}
    seen = [faq_of[int(place)] for place in sight.faqs[0]]
    order = list(dict.fromkeys([*chance, *seen]))
    cosines = (
        desk.rows.vectors @ desk.views(desk.space.centred(vector.reshape(1, -1), np.array([code])))[0][0]
    )
    rows = {faq: _rows(desk, code, number[faq], cosines, typed.get(faq)) for faq in order}
    nearest = {faq: float(cosines[found[0]]) for faq, found in rows.items()}
    shown = order[:most]
    words = desk.words.scores(bag([text]), np.array([[number[faq] for faq in shown]]))[0, :, _KNOWN]

    def candidate(faq: int, known: float) -> Candidate:
        place = seen.index(faq) if faq in seen else None
        others = [cosine for other, cosine in nearest.items() if other != faq]
        first = phrasings[rows[faq][0]]
        return Candidate(
            faq_id=faq,
            version_id=first.version_id,
            confidence=chance.get(faq),
            # Only approved words bring in an FAQ that was not looked at; nothing else speaks for it.
            score=float(sight.score[0, place if place is not None else -1]),
            matches=tuple(
                Match(text=phrasings[row].text, language=phrasings[row].language, cosine=float(cosines[row]))
                for row in rows[faq]
            ),
            lead=nearest[faq] - max(others, default=0.0),
            known_words=as_share(known),
            vote=as_share(sight.signals[0, place, _VOTE]) if place is not None else 0.0,
        )

    return tuple(candidate(faq, known) for faq, known in zip(shown, words, strict=True))


def as_share(value: float) -> float:
    """A share without what rounding left beyond 0 or 1."""
    return float(np.clip(value, 0.0, 1.0))


def _rows(desk: Desk, code: int, place: int, cosines: Floats, typed: int | None) -> list[int]:
    """The FAQ's phrasings nearest first, those in the question's language if it has any."""
    members = desk.members[code, place]
    speak = members[members >= 0]
    best = [int(row) for row in speak[np.argsort(-cosines[speak])]]
    if typed is not None:
        best = [typed, *(row for row in best if row != typed)]
    return best[:MATCHES]
