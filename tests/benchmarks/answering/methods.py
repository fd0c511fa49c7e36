"""The methods beside each other. Each gives its decisions by the name of the result."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.benchmarks.answering import diet, ours
from tests.benchmarks.answering.decisions import Decisions, own_threshold
from tests.benchmarks.answering.plain import PLAIN, phrasings_left_out
from tests.benchmarks.answering.prepare import cached_embedder
from tests.benchmarks.answering.sets import Desk

TARGET = 0.95
Decided = dict[str, Decisions]


def plain(desk: Desk, cache: Path, name: str) -> Decided:
    """One of `PLAIN`, its threshold set on phrasings left out one by one and on the background."""
    embedder = cached_embedder(cache)
    phrasings, asked, background = (
        embedder.encode(list(texts)) for texts in (desk.phrasings, desk.queries, desk.background)
    )
    score = PLAIN[name]
    left_out = score(phrasings_left_out(phrasings), desk.labels)
    beside = score(background @ phrasings.T, desk.labels)
    truth = [*desk.labels, *[""] * len(background)]
    threshold = own_threshold(left_out.with_more(beside), truth, share=desk.share, target=TARGET)
    return {name: score(asked @ phrasings.T, desk.labels).at(threshold)}


def product(desk: Desk, cache: Path, name: str) -> Decided:
    """Ours, without or with unlabelled inquiries."""
    return {name: ours.decide(desk, cache, TARGET, unlabelled=name != "ours")}


def rasa(desk: Desk, cache: Path, name: str) -> Decided:
    """What `diet` trained before; nothing where it did not."""
    return diet.decide(desk, name, cache, TARGET)


METHODS: dict[str, Callable[[Desk, Path], Decided]] = {
    "ours": partial(product, name="ours"),
    "ours+unlabelled": partial(product, name="ours+unlabelled"),
    **{name: partial(plain, name=name) for name in PLAIN},
    **{name: partial(rasa, name=name) for name in diet.PIPELINES},
}
