"""Seconds and milliseconds of the answer index at 200 and at 2,000 FAQs of 20 phrasings, into speed.json.

    .venv/bin/python -m tests.benchmarks.answering.speed --data DIRECTORY [--sizes 200,2000]

Decisions are timed one by one, warm, the embedding apart. The fit in the background is a process of its own;
answers a second, embedding included, are counted before it and during it.
"""

import json
import multiprocessing
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from faq_clustering.answering import GENERIC_TEXTS, AnswerIndex, Phrasing
from faq_clustering.embedding import Embedder, load_embedder
from faq_clustering.text import language_of
from tests.benchmarks.answering.prepare import MODEL, cached_embedder
from tests.benchmarks.answering.sets import CACHE, SHARE
from tests.benchmarks.answering.synthetic import Large, Source
from tests.benchmarks.clustering.machine import load, machine, today

SPEED = Path(__file__).with_name("speed.json")
PHRASINGS = 20
BACKGROUND = 1_000
QUESTIONS = 300
REPEATS = 20
ALONE = 10.0
"""Seconds that answers are counted without a fit."""


def main(
    data: Annotated[Path, typer.Option(help="Directory with banking77.csv, hwu64.csv and jsquad.csv.")],
    cache: Annotated[Path, typer.Option(help="Where `prepare` put the embeddings.")] = CACHE,
    sizes: Annotated[str, typer.Option(help="Numbers of FAQs.")] = "200,2000",
    output: Annotated[
        Path, typer.Option(help="Results by number of FAQs are merged into this file.")
    ] = SPEED,
) -> None:
    """Measure and write."""
    source, embedder = Source(data, cache), load_embedder(str(MODEL)).load()
    generic = cached_embedder(cache).encode(list(GENERIC_TEXTS))
    found = json.loads(output.read_text(encoding="utf-8"))["sizes"] if output.exists() else {}
    for faqs in map(int, sizes.split(",")):
        desk = source.large(faqs, PHRASINGS, background=BACKGROUND, questions=QUESTIONS)
        found[str(faqs)] = figures = of_size(desk, generic, embedder)
        print(faqs, figures, flush=True)
        written = {"machine": machine(), "sizes": found}
        output.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def of_size(desk: Large, generic: Any, embedder: Embedder) -> dict[str, Any]:
    """Figures of one desk."""
    begun = load()
    started = time.perf_counter()
    index = build(desk, generic)
    fit = time.perf_counter() - started
    ask = asking(desk, index, embedder)
    deciding = milliseconds(lambda row: decide(desk, index, row), QUESTIONS)
    embedding = milliseconds(lambda row: embedder.encode([desk.questions[row]]), QUESTIONS)
    changes = changing(desk, index)
    alone = per_second(ask, lambda clock: clock < ALONE)
    context = multiprocessing.get_context("spawn")
    fitting = context.Process(target=build, args=(desk, generic))
    fitting.start()
    beside = per_second(ask, lambda _: fitting.is_alive())
    fitting.join()
    return {
        "phrasings": len(desk.texts),
        "fit_s": round(fit, 2),
        "embedding_ms": p50(embedding),
        "deciding_ms": p50(deciding),
        "deciding_p95_ms": round(float(np.percentile(deciding, 95)), 3),
        **{f"{name}_ms": p50(times) for name, times in changes.items()},
        "answers_per_s_alone": round(alone, 1),
        "answers_per_s_during_fit": round(beside, 1),
        "date": today(),
        "load": begun,
    }


def build(desk: Large, generic: Any) -> AnswerIndex:
    """Fit and calibrate."""
    return AnswerIndex.build(
        [phrasing(int(faq), text) for faq, text in zip(desk.faqs, desk.texts, strict=True)],
        desk.vectors,
        desk.background_vectors,
        background_texts=desk.background,
        generic=generic,
        share=SHARE,
        version="1",
    )


def phrasing(faq: int, text: str) -> Phrasing:
    """One phrasing, in the language that its text is in."""
    return Phrasing(faq_id=faq, version_id=faq, language=language_of(text), text=text)


def decide(desk: Large, index: AnswerIndex, row: int) -> object:
    """Everything but the embedding."""
    text = desk.questions[row]
    return index.decide(text, desk.question_vectors[row], language_of(text))


def asking(desk: Large, index: AnswerIndex, embedder: Embedder) -> Iterator[object]:
    """Questions without end, each embedded and decided."""
    for text in cycle(desk.questions):
        yield index.decide(text, embedder.encode([text])[0], language_of(text))


def changing(desk: Large, index: AnswerIndex) -> dict[str, list[float]]:
    """Milliseconds to add an FAQ of 20 phrasings, to change one and to retire one."""
    new = int(desk.faqs.max()) + 1

    def put(faq: int, like: int) -> None:
        rows = np.flatnonzero(desk.faqs == like)
        said = [phrasing(faq, desk.texts[row]) for row in rows]
        index.with_faq(faq, said, desk.vectors[rows], version="2")

    def retire(faq: int) -> None:
        index.with_faq(faq, [], np.zeros((0, desk.vectors.shape[1]), np.float32), version="2")

    return {
        "adding": milliseconds(lambda row: put(new, row), REPEATS),
        "changing": milliseconds(lambda row: put(row, row + 1), REPEATS),
        "retiring": milliseconds(retire, REPEATS),
    }


def milliseconds(call: Callable[[int], object], count: int) -> list[float]:
    """Of each call with 0, 1 …, after a tenth more to warm up."""
    for row in range(max(1, count // 10)):
        call(row)
    found = []
    for row in range(count):
        started = time.perf_counter()
        call(row)
        found.append(1_000 * (time.perf_counter() - started))
    return found


def per_second(asked: Iterator[object], going: Callable[[float], bool]) -> float:
    """Answers a second while `going`, which is told the seconds gone by."""
    started, count = time.perf_counter(), 0
    while going(time.perf_counter() - started):
        next(asked)
        count += 1
    return count / (time.perf_counter() - started)


def p50(times: list[float]) -> float:
    """The median, to a microsecond."""
    return round(float(np.median(times)), 3)


if __name__ == "__main__":
    typer.run(main)
