"""The answer index: which approved FAQ answers a question, and how sure that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from faq_clustering.answering.judge import Judge
from faq_clustering.answering.mentions import codes_in
from faq_clustering.answering.values import Choice, Decision, Kind, Language, Phrasing
from faq_clustering.embedding.keys import fold_text

ASK = 0.2  # below this chance nothing is offered
MOST_CHOICES = 3
OTHER_CODE = 0.5  # what is left of a chance when the phrasing is about another error number
EXACT = 0.99  # the customer typed an approved phrasing


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerIndex:
    """Immutable; build a new one when an FAQ changes. Safe to read from several threads.

    `phrasings` are sorted by FAQ, `faqs` numbers the FAQ of each, `exact` finds rows by folded text. `judge`
    is None when there is no phrasing.
    """

    version: str
    threshold: float
    ask_threshold: float
    phrasings: tuple[Phrasing, ...]
    faqs: tuple[int, ...]
    exact: Mapping[str, tuple[int, ...]]
    judge: Judge | None

    @classmethod
    def build(
        cls,
        phrasings: Sequence[Phrasing],
        vectors: npt.NDArray[np.float32],
        background: npt.NDArray[np.float32] | None = None,
        *,
        generic: npt.NDArray[np.float32] | None = None,
        target_precision: float = 0.95,
        version: str,
    ) -> "AnswerIndex":
        """An index of approved phrasings.

        `vectors` (n, d) are the phrasings' embeddings, `background` (m, d) those of inquiries no FAQ answers,
        `generic` those of `GENERIC_TEXTS`, in order: without them a desk with few FAQs is too bold.
        """
        order = sorted(range(len(phrasings)), key=lambda row: phrasings[row].faq_id)
        kept = tuple(phrasings[row] for row in order)
        judge = None
        if kept:
            judge = Judge.learn(
                np.asarray(vectors, dtype=np.float32)[order],
                [phrasing.language for phrasing in kept],
                [phrasing.faq_id for phrasing in kept],
                background,
                generic,
                target_precision,
            )
        threshold = judge.threshold if judge else 1.0
        return cls(
            version=version,
            threshold=threshold,
            ask_threshold=min(ASK, threshold),
            phrasings=kept,
            faqs=tuple(int(faq) for faq in judge.shelf.group) if judge else (),
            exact=_by_text(kept),
            judge=judge,
        )

    def decide(self, text: str, vector: npt.NDArray[np.float32], language: Language) -> Decision:
        """What to do with `text`, whose embedding is `vector` (d,)."""
        folded = fold_text(text)
        if self.judge is None or not folded:
            return self._decision("none", ())
        chances, nearest = self.judge.chances(vector, language)
        if codes := codes_in(text):
            for faq, row in enumerate(nearest):
                named = codes_in(self.phrasings[row].text)
                if named and not named & codes:
                    chances[faq] *= OTHER_CODE
        typed = {self.faqs[row]: row for row in self._rows_of(folded, language)}
        for faq, row in typed.items():
            nearest[faq], chances[faq] = row, max(float(chances[faq]), EXACT / len(typed))

        best = np.argsort(-chances, kind="stable")[:MOST_CHOICES]
        likely = [faq for faq in best if chances[faq] >= self.ask_threshold / 2]
        choices = tuple(self._choice(int(nearest[faq]), float(chances[faq])) for faq in likely or best[:1])
        confidence = choices[0].confidence
        # A text approved under two FAQs does not say which of them is meant.
        if len(typed) == 1 or (not typed and confidence >= self.threshold):
            return self._decision("answer", choices)
        return self._decision("ask" if confidence >= self.ask_threshold else "none", choices)

    def _rows_of(self, folded: str, language: Language) -> tuple[int, ...]:
        rows = self.exact.get(folded, ())
        return tuple(row for row in rows if self.phrasings[row].language == language) or rows

    def _choice(self, row: int, confidence: float) -> Choice:
        phrasing = self.phrasings[row]
        return Choice(
            faq_id=phrasing.faq_id,
            version_id=phrasing.version_id,
            phrasing=phrasing.text,
            confidence=confidence,
        )

    def _decision(self, kind: Kind, choices: tuple[Choice, ...]) -> Decision:
        first = choices[0] if choices else None
        answered = first if kind == "answer" else None
        return Decision(
            kind=kind,
            faq_id=answered.faq_id if answered else None,
            version_id=answered.version_id if answered else None,
            confidence=first.confidence if first else 0.0,
            threshold=self.threshold,
            ask_threshold=self.ask_threshold,
            choices=() if kind == "none" else choices,
            matched_phrasing=first.phrasing if first else None,
            index_version=self.version,
        )


def _by_text(phrasings: tuple[Phrasing, ...]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for row, phrasing in enumerate(phrasings):
        folded = fold_text(phrasing.text)
        if folded:
            found[folded] = (*found.get(folded, ()), row)
    return found
