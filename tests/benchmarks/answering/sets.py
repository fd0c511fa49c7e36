"""The desks of the benchmark: which phrasings, background and questions each method gets, by seed."""

import csv
import hashlib
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.sample.written import FOLDER, read_faqs, read_inquiries, read_lines
from faq_clustering.text import normalise

CACHE = Path("tests/output/answering")
PUBLIC = ("banking77", "hwu64", "jsquad")
SAMPLES = ("sample", "sample_chat")
"""The product's own sample, asked its held-back questions or its chat messages."""

SIZES = (20, 10, 5)
"""Phrasings an FAQ."""
SEEDS = 10
HELD_OUT = 8
"""Intents that no FAQ answers and whose rows are asked; as many others give the background."""
SHARE = 0.12
"""Expected share of questions that no FAQ answers, told to every method. JSQuAD, which is not split into
train and test, and the sample are told the share that they have, to two places."""
ASKED_OF_UNSPLIT = 0.4
"""Share of the rows that are asked where a set has no split into train and test."""

Rows = dict[str, list[str]]
"""Texts by label."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """Texts with their FAQ. A query's label is empty where no FAQ answers; it serves to score only.

    `dropped` counts the questions left out because a phrasing, background text or earlier question is equal.
    """

    group: str
    seed: int
    phrasings: tuple[str, ...]
    labels: tuple[str, ...]
    queries: tuple[str, ...]
    answers: tuple[str, ...]
    background: tuple[str, ...]
    unlabelled: tuple[str, ...]
    share: float
    dropped: int

    @property
    def name(self) -> str:
        """Group and seed."""
        return f"{self.group}-seed{self.seed}"

    def fingerprint(self) -> str:
        """Tells whether two results are about the same texts."""
        parts = (self.phrasings, self.labels, self.queries, self.answers, self.background, self.unlabelled)
        return hashlib.sha256(repr((parts, self.share)).encode()).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """One desk to come. Desks of one `group` differ in their seed: the mean is reported."""

    name: str
    group: str
    make: Callable[[], Desk]


def every_desk(data: Path) -> Iterator[Named]:
    """All desks, seed by seed, so that a run cut short has some of each group."""
    read = {name: _Once(data / f"{name}.csv") for name in PUBLIC}
    for seed in range(SEEDS):
        for name in PUBLIC:
            for size in SIZES:
                group = f"{name}-{size}"
                yield Named(
                    name=f"{group}-seed{seed}",
                    group=group,
                    make=lambda s=seed, n=name, k=size: read[n].desk(f"{n}-{k}", s, k),
                )
        for group in SAMPLES:
            yield Named(
                name=f"{group}-seed{seed}", group=group, make=lambda s=seed, g=group: from_sample(s, g)
            )


def from_intents(
    train: Rows, test: Rows, group: str, *, seed: int, size: int, share: float | None = SHARE
) -> Desk:
    """The first intents of a shuffle are out of scope, the next are background, the others are FAQs."""
    chance = random.Random(f"desk {seed}")
    intents = sorted(label for label, texts in train.items() if len(texts) >= size)
    chance.shuffle(intents)
    outside, behind, faqs = intents[:HELD_OUT], intents[HELD_OUT : 2 * HELD_OUT], intents[2 * HELD_OUT :]
    phrasings = [(text, label) for label in sorted(faqs) for text in chance.sample(train[label], size)]
    asked = [(text, label) for label in sorted(faqs) for text in test.get(label, ())]
    asked += [(text, "") for label in sorted(outside) for text in test.get(label, ())]
    return _desk(
        group,
        seed,
        phrasings=phrasings,
        asked=asked,
        background=[text for label in sorted(behind) for text in train[label]],
        unlabelled=[text for label in sorted(intents) for text in train[label]],
        share=share,
    )


def from_sample(seed: int, group: str = SAMPLES[0], folder: Path = FOLDER) -> Desk:
    """The sample's FAQs, asked the chat messages that no FAQ answers, and held-back questions or messages.

    Half of the other topics, by seed, are background: what was written about them on any channel.
    """
    faqs = read_faqs(folder)
    known = {faq.topic for faq in faqs}
    inquiries = read_inquiries(folder)
    others = sorted({one.topic for one in inquiries if one.topic} - known)
    behind = set(random.Random(f"desk {seed}").sample(others, len(others) // 2))
    if group == SAMPLES[0]:
        kept_back = [(row["text"], row["topic"]) for row in read_lines(folder / "heldout.jsonl")]
        asked = [(text, topic if topic in known else "") for text, topic in kept_back]
    else:
        asked = [(one.text, one.topic) for one in inquiries if one.channel == "chat" and one.topic in known]
    asked += [
        (one.text, "")
        for one in inquiries
        if one.channel == "chat" and one.topic not in known and one.topic not in behind
    ]
    return _desk(
        group,
        seed,
        phrasings=[
            (text, faq.topic)
            for faq in faqs
            for text in (
                faq.draft.question_ja,
                faq.draft.question_en,
                *(one.text for one in faq.draft.phrasings),
            )
            if text
        ],
        asked=asked,
        background=[one.text for one in inquiries if one.topic in behind],
        unlabelled=[one.text for one in inquiries],
        share=None,
    )


def _desk(
    group: str,
    seed: int,
    *,
    phrasings: Sequence[tuple[str, str]],
    asked: Sequence[tuple[str, str]],
    background: Sequence[str],
    unlabelled: Sequence[str],
    share: float | None,
) -> Desk:
    """Equal texts (width, case and spaces aside) are asked only if they are in nothing that is fitted on.

    Without a share the desk is told its own.
    """
    seen = {normalise(text) for text, _ in phrasings} | {normalise(text) for text in background}
    kept: dict[str, tuple[str, str]] = {}
    for text, label in asked:
        if (key := normalise(text)) not in seen:
            kept.setdefault(key, (text, label))
    outside = sum(not label for _, label in kept.values()) / max(1, len(kept))
    apart = {normalise(text) for text, _ in phrasings} | set(kept)
    return Desk(
        group=group,
        seed=seed,
        phrasings=tuple(text for text, _ in phrasings),
        labels=tuple(label for _, label in phrasings),
        queries=tuple(text for text, _ in kept.values()),
        answers=tuple(label for _, label in kept.values()),
        background=tuple(background),
        unlabelled=tuple(text for text in unlabelled if normalise(text) not in apart),
        share=round(outside, 2) if share is None else share,
        dropped=len(asked) - len(kept),
    )


class _Once:
    """A file of rows, read on first use, split by seed where it has no split of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows: list[dict[str, str]] = []

    def desk(self, group: str, seed: int, size: int) -> Desk:
        """One desk of this file."""
        self._rows = self._rows or read_rows(self._path)
        rows, share = self._rows, SHARE
        if not any(row["split"] == "test" for row in rows):
            chance = random.Random(f"split {seed}")
            rows, share = [row | {"split": _side(chance)} for row in rows], None
        train, test = by_label(rows, "train"), by_label(rows, "test")
        return from_intents(train, test, group, seed=seed, size=size, share=share)


def _side(chance: random.Random) -> str:
    return "test" if chance.random() < ASKED_OF_UNSPLIT else "train"


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with the columns `text`, `label` and `split`."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_label(rows: Iterable[dict[str, str]], split: str) -> Rows:
    """Texts of one split by label; texts that are equal under one label count once."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        if row["split"] == split:
            found[row["label"]].setdefault(normalise(row["text"]), row["text"])
    return {label: list(texts.values()) for label, texts in found.items()}
