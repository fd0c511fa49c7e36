"""A trial on files: FAQs to learn from, questions to decide on, and what came of it."""

import csv
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from faq_clustering.answering.evaluation import evaluate, rounded
from faq_clustering.answering.generic import GENERIC_TEXTS
from faq_clustering.answering.index import AnswerIndex
from faq_clustering.answering.values import Decision, Phrasing
from faq_clustering.tables.bad_input import BadInput
from faq_clustering.tables.reading import Table, read_table
from faq_clustering.text import demand_of, language_of

if TYPE_CHECKING:
    from faq_clustering.tables.models import Model

COLUMNS = ("row", "decision", "label", "confidence", "choices", "likeliest")


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """One decision a question, and the figures."""

    decisions: tuple[Decision, ...]
    labels: tuple[str, ...]
    report: dict[str, Any]

    def write(self, file: Path) -> None:
        """As a CSV file: `label` is the FAQ answered with, `choices` those shown, the likeliest first."""
        with file.open("w", encoding="utf-8", newline="") as stream:
            rows = csv.writer(stream)
            rows.writerow(COLUMNS)
            for row, one in enumerate(self.decisions):
                answered = "" if one.faq_id is None else self.labels[one.faq_id]
                offered = [self.labels[choice.faq_id] for choice in one.choices]
                choices = "|".join(label.replace("|", "\\|") for label in offered)
                likeliest = "" if one.likeliest is None else self.labels[one.likeliest]
                rows.writerow((row, one.kind, answered, f"{one.confidence:.6f}", choices, likeliest))


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """What was read: (text, FAQ) each, FAQ None where there is none."""

    labels: tuple[str, ...]
    faqs: tuple[tuple[str, int], ...]
    queries: tuple[tuple[str, int | None], ...]
    background: tuple[str, ...]
    unlabelled: tuple[str, ...]

    def run(
        self,
        encoder: "Model",
        *,
        target: float,
        share: float,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Outcome:
        """Embed everything, learn, decide, and score."""
        started = time.perf_counter()
        asked = [demand_of(text) for text, _ in self.queries]
        parts: list[Sequence[str]] = [
            [text for text, _ in self.faqs],
            self.background,
            self.unlabelled,
            GENERIC_TEXTS,
            asked,
        ]
        vectors = encoder.encode([text for part in parts for text in part], on_progress=on_progress)
        said, around, recent, generic, questions = np.split(
            vectors, np.cumsum([len(part) for part in parts])[:-1]
        )
        embedded = time.perf_counter()
        index = AnswerIndex.build(
            [
                Phrasing(faq_id=faq, version_id=faq, language=language_of(text), text=text)
                for text, faq in self.faqs
            ],
            said,
            around,
            background_texts=self.background,
            generic=generic,
            unlabelled=recent if len(recent) else None,
            target_precision=target,
            share=share,
            version="trial",
        )
        learnt = time.perf_counter()
        decisions = tuple(
            index.decide(text, vector, language_of(text))
            for text, vector in zip(asked, questions, strict=True)
        )
        decided = time.perf_counter()
        thresholds = {
            language: found.threshold
            for language, found in (index.calibration.promises if index.calibration else {}).items()
            if index.calibration and index.calibration.labelled[language]
        }
        spoken = {language_of(text) for text in asked}
        main = max(thresholds, key=lambda one: (one in spoken, thresholds[one] is not None), default=None)
        report = {
            **rounded(evaluate(decisions, [faq for _, faq in self.queries])),
            "threshold": thresholds[main] if main else None,
            "thresholds": thresholds,
            "target": target,
            "share": share,
            "questions": len(self.queries),
            "seconds": round(decided - started, 3),
            "seconds_per_stage": {
                "embedding": round(embedded - started, 3),
                "learning": round(learnt - embedded, 3),
                "deciding": round(decided - learnt, 3),
            },
        }
        return Outcome(decisions=decisions, labels=self.labels, report=report)


def read_trial(faqs: Path, queries: Path, background: Path | None, unlabelled: Path | None) -> Trial:
    """Read the files of a trial.

    Raises `BadInput` with a sentence where a file cannot be used.
    """
    said = _labelled(faqs)
    if not said:
        raise BadInput(f"{faqs} has no phrasing.")
    unnamed = [row for row, (text, label) in enumerate(said) if not label and text]
    if unnamed:
        raise BadInput(f"{faqs}: row {unnamed[0] + 1} has no label. Every phrasing belongs to an FAQ.")
    kept = [(text, label) for text, label in said if text]
    if not kept:
        raise BadInput(f"{faqs} has no phrasing with text.")
    labels = tuple(dict.fromkeys(label for _, label in kept))
    number = {label: place for place, label in enumerate(labels)}
    asked = _labelled(queries)
    if not asked:
        raise BadInput(f"{queries} has no question.")
    foreign = sorted({label for _, label in asked if label} - set(labels))
    if foreign:
        raise BadInput(
            f"{queries}: the label {foreign[0]!r} is no FAQ of {faqs}."
            " Leave it empty for a question that no FAQ answers."
        )
    return Trial(
        labels=labels,
        faqs=tuple((text, number[label]) for text, label in kept),
        queries=tuple((text, number[label] if label else None) for text, label in asked),
        background=_texts(background),
        unlabelled=_texts(unlabelled),
    )


def _labelled(path: Path) -> list[tuple[str, str]]:
    table = read_table(path)
    labels = [label.strip() for label in table.column("label")]
    return list(zip(_clean(table), labels, strict=True))


def _texts(path: Path | None) -> tuple[str, ...]:
    return tuple(text for text in _clean(read_table(path)) if text) if path else ()


def _clean(table: Table) -> list[str]:
    return [text.replace("\x00", " ").strip() for text in table.column("text")]
