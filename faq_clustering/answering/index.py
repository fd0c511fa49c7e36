"""The answer index: which approved FAQ answers a question, and how sure that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from faq_clustering.answering.calibration import NEVER, Calibration, calibrate
from faq_clustering.answering.choosing import chances_of, choices_of
from faq_clustering.answering.desk import Desk, Sight
from faq_clustering.answering.evidence import Typical
from faq_clustering.answering.examples import gather
from faq_clustering.answering.explaining import Explanation, as_share, candidates_in
from faq_clustering.answering.material import Material, asked_of, others_of, recent_of
from faq_clustering.answering.ranking import Ranking
from faq_clustering.answering.space import LANGUAGES, codes
from faq_clustering.answering.threads import one_thread
from faq_clustering.answering.values import Choice, Decision, Kind, Language, Outcome, Phrasing, Reason
from faq_clustering.answering.words import bag, tokens
from faq_clustering.embedding.keys import fold_text

ASK = 0.3
"""Buttons are shown when the right one is among them with this chance or more."""


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
        with one_thread():
            said = Material.of(
                np.asarray(vectors, dtype=np.float32)[order],
                codes([one.language for one in kept]),
                [one.text for one in kept],
            )
            group = np.array([numbers[one.faq_id] for one in kept], dtype=np.int64)
            others = others_of(said, background, background_texts, generic)
            recent = None if unlabelled is None else recent_of(said, unlabelled)
            desk = Desk.learn(said, group, len(numbers), others, recent, grows=True)
            examples, ranking, typical = gather(
                desk, said, group, others, recent, asked_of(outcomes, numbers)
            )
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
        return self.calibration.threshold(language) if self.calibration else NEVER

    def sees(self, text: str, vector: npt.NDArray[np.float32], language: Language) -> Sight:
        """The candidates for `text`, the likeliest first. The index must have a phrasing."""
        assert self.desk is not None
        assert self.ranking is not None
        question = np.asarray(vector, dtype=np.float32).reshape(1, -1)
        return self.ranking.order(self.desk.look(question, LANGUAGES.index(language), bag([text])))

    def decide(self, text: str, vector: npt.NDArray[np.float32], language: Language) -> Decision:
        """What to do with `text`, whose embedding is `vector` (d,)."""
        return self._decided(text, vector, language)[0]

    def explain(
        self, text: str, vector: npt.NDArray[np.float32], language: Language, *, most: int = 5
    ) -> Explanation:
        """Why `decide` decides so about `text`, with up to `most` candidates."""
        decision, sight, choices = self._decided(text, vector, language)
        labelled = self.calibration.labelled[language] if self.calibration else 0
        if self.desk is None or sight is None:
            return Explanation(decision=decision, labelled=labelled)
        typed = {faq: self.phrasings.index(one) for faq, one in self._typed(text, language).items()}
        return Explanation(
            decision=decision,
            candidates=candidates_in(
                sight,
                self.desk,
                phrasings=self.phrasings,
                choices=choices,
                typed=typed,
                text=text,
                vector=np.asarray(vector, dtype=np.float32),
                language=language,
                most=most,
            ),
            background_vote=as_share(sight.rivals[0, 0]),
            labelled=labelled,
        )

    def _decided(
        self, text: str, vector: npt.NDArray[np.float32], language: Language
    ) -> tuple[Decision, Sight | None, tuple[Choice, ...]]:
        """The decision, what was seen (None where nothing was looked at), and the likeliest FAQs."""
        if self.typical is None or self.calibration is None:
            return self._decision("none", (), language, "no_faq"), None, ()
        if not fold_text(text) or not tokens(text):
            return self._decision("none", (), language, "no_words"), None, ()
        sight = self.sees(text, vector, language)
        chances, among = chances_of(sight, self.typical, self.calibration, self.phrasings, text)
        typed = self._typed(text, language)
        choices = choices_of(sight, chances, typed, self.phrasings)
        threshold = self.threshold(language)
        kind: Kind
        reason: Reason
        # A text approved under two FAQs does not say which of them is meant.
        if len(typed) == 1:
            kind, reason = "answer", "approved_words"
        elif typed:
            kind, reason = "ask", "several_approved"
        elif choices[0].confidence >= threshold:
            kind, reason = "answer", "confident"
        elif among < ASK:
            kind, reason = "none", "unlikely"
        else:
            kind, reason = "ask", "no_promise" if threshold > 1 else "unsure"
        return self._decision(kind, choices, language, reason), sight, choices

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
            return AnswerIndex.build((), self.desk.rows.vectors[:0], version=version)
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
        with one_thread():
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


def _by_text(phrasings: Sequence[Phrasing]) -> dict[str, tuple[Phrasing, ...]]:
    found: dict[str, tuple[Phrasing, ...]] = {}
    for phrasing in phrasings:
        folded = fold_text(phrasing.text)
        if folded:
            found[folded] = (*found.get(folded, ()), phrasing)
    return found
