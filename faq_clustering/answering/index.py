"""The answer index: which approved FAQ answers a question, and how sure that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from faq_clustering.answering.calibration import Calibration, calibrate
from faq_clustering.answering.desk import SEEN, Desk, Material, Sight
from faq_clustering.answering.evidence import Typical, features
from faq_clustering.answering.examples import Asked, gather
from faq_clustering.answering.explaining import Explanation, as_share, candidates_in
from faq_clustering.answering.generic import GENERIC_LANGUAGES, GENERIC_TEXTS
from faq_clustering.answering.mentions import codes_in
from faq_clustering.answering.ranking import Ranking
from faq_clustering.answering.space import LANGUAGES, Floats, Space, codes
from faq_clustering.answering.values import Choice, Decision, Kind, Language, Outcome, Phrasing, Reason
from faq_clustering.answering.words import bag, tokens
from faq_clustering.embedding.keys import fold_text

ASK = 0.3
"""Buttons are shown when the right one is among them with this chance or more."""
MOST_CHOICES = 3
LEAST_CHANCE = 0.05
OTHER_CODE = 0.5  # what is left of a chance when the phrasing is about another error number
STRANGE = 0.3
"""Random strings come this near to no phrasing (the nearest of 1,000 has a cosine of .26), yet may stand out
among the FAQs. One that shares no word with its FAQ either keeps only `GIBBERISH` of its chance."""
GIBBERISH = 0.25
_KNOWN, _NEAREST = SEEN.index("known words"), SEEN.index("nearest phrasing, plain")
EXACT = 0.99  # the customer typed an approved phrasing
SHARPNESS = 6.0  # of the scores, in dividing what is left among the second and the third


@cache
def _threads() -> ThreadpoolController:
    # To find the libraries takes longer than to answer a question.
    return ThreadpoolController()


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerIndex:
    """Immutable; make a new one when an FAQ changes. Safe to read from several threads.

    `numbers` are the FAQs' places in the desk, `exact` finds phrasings by folded text. `desk` is None when
    there is no phrasing.
    """

    version: str
    phrasings: tuple[Phrasing, ...]
    numbers: Mapping[int, int]
    exact: Mapping[str, tuple[Phrasing, ...]]
    desk: Desk | None
    ranking: Ranking | None
    typical: Typical | None
    calibration: Calibration | None

    @classmethod
    def build(
        cls,
        phrasings: Sequence[Phrasing],
        vectors: npt.NDArray[np.float32],
        background: npt.NDArray[np.float32] | None = None,
        *,
        background_texts: Sequence[str] = (),
        generic: npt.NDArray[np.float32] | None = None,
        unlabelled: npt.NDArray[np.float32] | None = None,
        outcomes: Sequence[Outcome] = (),
        target_precision: float = 0.95,
        share: float = 0.2,
        version: str,
    ) -> "AnswerIndex":
        """Learn and calibrate an index of approved phrasings.

        `vectors` (n, d) are the phrasings' embeddings; `background` (m, d) those of inquiries no FAQ
        answers, with their texts; `generic` those of `GENERIC_TEXTS`, in order: without them a desk with
        few FAQs is too bold. `unlabelled` (u, d) are recent inquiries of which nothing is known. `share` is
        the part of the questions that no FAQ answers.
        """
        if not phrasings:
            return cls(
                version=version,
                phrasings=(),
                numbers={},
                exact={},
                desk=None,
                ranking=None,
                typical=None,
                calibration=None,
            )
        order = sorted(range(len(phrasings)), key=lambda row: phrasings[row].faq_id)
        kept = tuple(phrasings[row] for row in order)
        numbers = {faq: place for place, faq in enumerate(dict.fromkeys(one.faq_id for one in kept))}
        # The matrices are small: threads only wait for one another, long on a busy machine.
        with _threads().limit(limits=1):
            said = Material.of(
                np.asarray(vectors, dtype=np.float32)[order],
                codes([one.language for one in kept]),
                [one.text for one in kept],
            )
            group = np.array([numbers[one.faq_id] for one in kept], dtype=np.int64)
            others = _others(said, background, background_texts, generic)
            recent = None if unlabelled is None else _recent(said, unlabelled)
            desk = Desk.learn(said, group, len(numbers), others, recent, grows=True)
            examples, ranking, typical = gather(desk, said, group, others, recent, _asked(outcomes, numbers))
            calibration = calibrate(examples, target_precision, share)
        return cls(
            version=version,
            phrasings=kept,
            numbers=numbers,
            exact=_by_text(kept),
            desk=desk,
            ranking=ranking,
            typical=typical,
            calibration=calibration,
        )

    def threshold(self, language: Language) -> float:
        """The confidence from which a question in `language` is answered; above 1 where it never is."""
        return self.calibration.threshold(language) if self.calibration else 2.0

    def sees(self, text: str, vector: npt.NDArray[np.float32], language: Language) -> Sight:
        """The candidates for `text`, the likeliest first. The index must have a phrasing."""
        assert self.desk is not None
        assert self.ranking is not None
        question = np.asarray(vector, dtype=np.float32).reshape(1, -1)
        return self.ranking.order(self.desk.look(question, LANGUAGES.index(language), bag([text])))

    def decide(self, text: str, vector: npt.NDArray[np.float32], language: Language) -> Decision:
        """What to do with `text`, whose embedding is `vector` (d,)."""
        folded = fold_text(text)
        if self.desk is None:
            return self._decision("none", (), language, "no_faq")
        if not folded or not tokens(text):
            return self._decision("none", (), language, "no_words")
        sight = self.sees(text, vector, language)
        chances, among = self._chances(sight, text)
        typed = self._typed(text, language)
        choices = self._choices(sight, chances, typed)
        confidence = choices[0].confidence
        # A text approved under two FAQs does not say which of them is meant.
        if len(typed) == 1:
            return self._decision("answer", choices, language, "approved_words")
        if typed:
            return self._decision("ask", choices, language, "several_approved")
        threshold = self.threshold(language)
        if confidence >= threshold:
            return self._decision("answer", choices, language, "confident")
        if among < ASK:
            return self._decision("none", choices, language, "unlikely")
        return self._decision("ask", choices, language, "no_promise" if threshold > 1 else "unsure")

    def explain(
        self, text: str, vector: npt.NDArray[np.float32], language: Language, *, most: int = 5
    ) -> Explanation:
        """Why `decide` decides so about `text`, with up to `most` candidates."""
        decision = self.decide(text, vector, language)
        labelled = self.calibration.labelled[language] if self.calibration else 0
        if self.desk is None or decision.reason == "no_words":
            return Explanation(decision=decision, labelled=labelled)
        sight = self.sees(text, vector, language)
        chances, _ = self._chances(sight, text)
        typed = self._typed(text, language)
        return Explanation(
            decision=decision,
            candidates=candidates_in(
                sight,
                self.desk,
                phrasings=self.phrasings,
                choices=self._choices(sight, chances, typed),
                typed={faq: self.phrasings.index(one) for faq, one in typed.items()},
                text=text,
                vector=np.asarray(vector, dtype=np.float32),
                language=language,
                most=most,
            ),
            background_vote=as_share(sight.rivals[0, 0]),
            labelled=labelled,
        )

    def _chances(self, sight: Sight, text: str) -> tuple[npt.NDArray[np.float64], float]:
        """P(right) of the first candidates, and that the right one is among them."""
        assert self.typical is not None
        assert self.calibration is not None
        right, among = self.calibration.confidence(features(sight, self.typical))
        score = sight.score[0, :MOST_CHOICES]
        chances = np.zeros(len(score))
        chances[0] = right[0]
        if len(score) > 1:
            part = np.exp(SHARPNESS * (score[1:] - score[1:].max()))
            chances[1:] = np.minimum((among[0] - right[0]) * part / part.sum(), right[0])
        if named := codes_in(text):
            for place, row in enumerate(sight.nearest[0, : len(chances)]):
                other = codes_in(self.phrasings[row].text)
                if other and not other & named:
                    chances[place] *= OTHER_CODE
        if sight.signals[0, 0, _KNOWN] <= 0 and sight.signals[0, 0, _NEAREST] < STRANGE:
            return chances * GIBBERISH, float(among[0]) * GIBBERISH
        return chances, float(among[0])

    def _choices(
        self, sight: Sight, chances: npt.NDArray[np.float64], typed: Mapping[int, Phrasing]
    ) -> tuple[Choice, ...]:
        nearest = [self.phrasings[row] for row in sight.nearest[0, : len(chances)]]
        found = {one.faq_id: (one, float(chance)) for one, chance in zip(nearest, chances, strict=True)}
        if typed:
            found |= {faq: (one, EXACT / len(typed)) for faq, one in typed.items()}
            rest = (1.0 - EXACT) / max(len(found) - len(typed), 1)
            found = {
                faq: (one, chance if faq in typed else min(chance, rest))
                for faq, (one, chance) in found.items()
            }
        likely = sorted(found.values(), key=lambda one: -one[1])[:MOST_CHOICES]
        kept = [one for one in likely if one[1] >= LEAST_CHANCE] or likely[:1]
        return tuple(
            Choice(faq_id=one.faq_id, version_id=one.version_id, phrasing=one.text, confidence=chance)
            for one, chance in kept
        )

    def _typed(self, text: str, language: Language) -> dict[int, Phrasing]:
        """The approved phrasing of each FAQ that `text` repeats, one of its language first."""
        found = self.exact.get(fold_text(text), ())
        same = tuple(one for one in found if one.language == language) or found
        return {one.faq_id: one for one in same}

    def _decision(
        self, kind: Kind, choices: tuple[Choice, ...], language: Language, reason: Reason
    ) -> Decision:
        first = choices[0] if choices else None
        answered = first if kind == "answer" else None
        return Decision(
            kind=kind,
            faq_id=answered.faq_id if answered else None,
            version_id=answered.version_id if answered else None,
            confidence=first.confidence if first else 0.0,
            threshold=self.threshold(language),
            ask_threshold=ASK,
            choices=() if kind == "none" else choices,
            matched_phrasing=first.phrasing if first else None,
            index_version=self.version,
            reason=reason,
            likeliest=first.faq_id if first else None,
        )

    def with_faq(
        self, faq_id: int, phrasings: Sequence[Phrasing], vectors: npt.NDArray[np.float32], *, version: str
    ) -> "AnswerIndex":
        """The same index with one FAQ added, changed, or (without phrasings) retired.

        A matter of milliseconds. Calibration and what FAQs share are those of the last `build`.
        """
        if self.desk is None or self.typical is None:
            raise ValueError("an empty index has nothing to add to; build one")
        if any(one.faq_id != faq_id for one in phrasings):
            raise ValueError(f"all phrasings must be of FAQ {faq_id}")
        numbers = dict(self.numbers)
        number = numbers.setdefault(faq_id, len(numbers))
        kept = tuple(one for one in self.phrasings if one.faq_id != faq_id)
        if not kept and not phrasings:
            return AnswerIndex.build((), self.desk.rows[0][:0], version=version)
        exact = dict(self.exact)
        for one in self.phrasings:
            if one.faq_id == faq_id and (folded := fold_text(one.text)):
                exact[folded] = tuple(other for other in exact[folded] if other.faq_id != faq_id)
        for folded, found in _by_text(phrasings).items():
            exact[folded] = (*exact.get(folded, ()), *found)
        said = Material.of(
            np.asarray(vectors, dtype=np.float32).reshape(len(phrasings), self.desk.space.means.shape[1]),
            codes([one.language for one in phrasings]),
            [one.text for one in phrasings],
        )
        with _threads().limit(limits=1):
            desk = self.desk.with_faq(number, said)
        return replace(
            self,
            version=version,
            phrasings=(*kept, *phrasings),
            numbers=numbers,
            exact=exact,
            desk=desk,
            typical=self.typical.with_faq(number),
        )


def _asked(outcomes: Sequence[Outcome], numbers: Mapping[int, int]) -> Asked | None:
    # What was answered by an FAQ that is gone since says nothing about those that are left.
    used = [one for one in outcomes if one.right is None or one.right in numbers]
    if not used:
        return None
    return Asked(
        material=Material.of(
            np.array([one.vector for one in used], dtype=np.float32),
            codes([one.language for one in used]),
            [one.text for one in used],
        ),
        right=np.array([-1 if one.right is None else numbers[one.right] for one in used], dtype=np.int64),
        days=np.array([one.days for one in used], dtype=np.float64),
    )


def _recent(said: Material, vectors: Floats) -> Material:
    """Questions of which nothing is known, in the language whose mean is nearest."""
    space = Space.of(said.vectors, said.language)
    return Material.of(vectors, space.nearest_language(vectors), [""] * len(vectors))


def _others(
    said: Material,
    background: Floats | None,
    texts: Sequence[str],
    generic: Floats | None,
) -> Material:
    """The generic texts and the background as one, with a language each."""
    known = np.zeros((0, said.vectors.shape[1]), dtype=np.float32) if generic is None else generic
    spoken = codes(GENERIC_LANGUAGES) if len(known) else np.zeros(0, dtype=np.int64)
    words = list(GENERIC_TEXTS) if len(known) else []
    if len(known) != len(spoken):
        raise ValueError(f"generic needs {len(spoken)} vectors, those of GENERIC_TEXTS; it has {len(known)}")
    if background is not None and len(background):
        if texts and len(texts) != len(background):
            raise ValueError(f"{len(background)} background vectors and {len(texts)} texts")
        space = Space.of(np.concatenate([known, said.vectors]), np.concatenate([spoken, said.language]))
        spoken = np.concatenate([spoken, space.nearest_language(background)])
        known = np.concatenate([known, background]).astype(np.float32)
        words += list(texts) if texts else [""] * len(background)
    return Material.of(known, spoken, words)


def _by_text(phrasings: Sequence[Phrasing]) -> dict[str, tuple[Phrasing, ...]]:
    found: dict[str, tuple[Phrasing, ...]] = {}
    for phrasing in phrasings:
        folded = fold_text(phrasing.text)
        if folded:
            found[folded] = (*found.get(folded, ()), phrasing)
    return found
