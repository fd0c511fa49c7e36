"""Seconds and milliseconds of the answer index at 60, 200 and 2,000 FAQs of 20 phrasings, into speed.json.

    .venv/bin/python -m tests.benchmarks.answering.speed --data DIRECTORY [--sizes 60,200,2000]

One thread, as the product runs. Decisions are timed in a row, then in turn with embeddings, which empty the
caches. The application's own build (a niced process) meanwhile learns the index anew; it is halted and let go
in turn, so that what else the machine does weighs on both alike.
"""

import json
import multiprocessing
import os
import resource
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from threadpoolctl import threadpool_limits

from api.answers.calibration_build import Material, Stopped, learn, learn_beside
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
QUESTIONS = 1_000
REPEATS = 20
WARM = 100
BLOCK = 50
"""Questions in a row with the build halted, then with the build going."""
ROUNDS = 24


def main(
    data: Annotated[Path, typer.Option(help="Directory with banking77.csv, hwu64.csv and jsquad.csv.")],
    cache: Annotated[Path, typer.Option(help="Where `prepare` put the embeddings.")] = CACHE,
    sizes: Annotated[str, typer.Option(help="Numbers of FAQs.")] = "60,200,2000",
    output: Annotated[
        Path, typer.Option(help="Results by number of FAQs are merged into this file.")
    ] = SPEED,
) -> None:
    """Measure and write."""
    os.environ["OMP_NUM_THREADS"] = "1"  # for the build's process
    source, embedder = Source(data, cache), load_embedder(str(MODEL), threads=1).load()
    generic = cached_embedder(cache).encode(list(GENERIC_TEXTS))
    found = json.loads(output.read_text(encoding="utf-8"))["sizes"] if output.exists() else {}
    for faqs in map(int, sizes.split(",")):
        desk = source.large(faqs, PHRASINGS, background=BACKGROUND, questions=QUESTIONS)
        with threadpool_limits(1):
            found[str(faqs)] = figures = of_size(desk, generic, embedder)
        print(faqs, figures, flush=True)
        written = {"machine": {**machine(), "threads": 1}, "sizes": found}
        output.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def of_size(desk: Large, generic: Any, embedder: Embedder) -> dict[str, Any]:
    """Figures of one desk."""
    begun, material = load(), material_of(desk, generic)
    started = time.perf_counter()
    index = learn(material)
    fit = time.perf_counter() - started
    changes = changing(desk, index)
    row_by_row = milliseconds(lambda row: decide(desk, index, row), QUESTIONS)
    asked(desk, index, embedder, WARM)
    used = cpu_of_builds()
    alone, beside = beside_build(desk, index, embedder, material)
    used = cpu_of_builds() - used
    return {
        "phrasings": len(desk.texts),
        "fit_s": round(fit, 2),
        **{f"{name}_ms": spread(times) for name, times in changes.items()},
        "deciding_in_a_row_ms": spread(row_by_row),
        "alone_ms": parts(alone),
        "during_build_ms": parts(beside),
        "slowdown": {
            name: {at: round(parts(beside)[name][at] / value, 2) for at, value in times.items()}
            for name, times in parts(alone).items()
        },
        "asked_during_build": len(beside),
        # Near 1 where the build had a core; near 0, others kept it from running and the slowdown says little.
        "build_cpu_share": round(float(used / (beside.sum() / 1_000)), 2),
        "date": today(),
        "load": begun,
    }


def beside_build(desk: Large, index: AnswerIndex, embedder: Embedder, material: Material) -> tuple[Any, Any]:
    """Milliseconds (n, 2) of questions while a build is halted, and while one goes on."""
    found: tuple[list[Any], list[Any]] = ([], [])
    stopping = threading.Event()

    def learn_again() -> None:
        with suppress(Stopped):
            while True:
                learn_beside(material, stopping.is_set)

    thread = threading.Thread(target=learn_again)
    thread.start()
    for turn in range(2 * ROUNDS):
        going = turn % 2
        build_process(signal.SIGCONT if going else signal.SIGSTOP)
        found[going].append(asked(desk, index, embedder, BLOCK))
    stopping.set()
    thread.join()
    return np.concatenate(found[0]), np.concatenate(found[1])


def build_process(told: signal.Signals) -> None:
    """Halt the build or let it go on; where one has just ended, wait for the next."""
    while not (builds := [one for one in multiprocessing.active_children() if one.pid]):
        time.sleep(0.01)
    with suppress(ProcessLookupError):
        os.kill(builds[0].pid or 0, told)


def cpu_of_builds() -> float:
    """Seconds of processor that the builds which have ended took."""
    took = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took.ru_utime + took.ru_stime


def material_of(desk: Large, generic: Any) -> Material:
    """What the application hands to its build."""
    return Material(
        phrasings=tuple(phrasing(int(faq), text) for faq, text in zip(desk.faqs, desk.texts, strict=True)),
        vectors=desk.vectors,
        background=desk.background_vectors,
        background_texts=tuple(desk.background),
        generic=generic,
        unlabelled=None,
        outcomes=(),
        target=0.95,
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


def asked(desk: Large, index: AnswerIndex, embedder: Embedder, most: int) -> Any:
    """Milliseconds to embed and to decide (most, 2), question after question."""
    found: list[tuple[float, float]] = []
    while len(found) < most:
        text = desk.questions[len(found) % len(desk.questions)]
        started = time.perf_counter()
        vector = embedder.encode([text])[0]
        embedded = time.perf_counter()
        index.decide(text, vector, language_of(text))
        found.append((1_000 * (embedded - started), 1_000 * (time.perf_counter() - embedded)))
    return np.array(found)


def parts(times: Any) -> dict[str, dict[str, float]]:
    """Of embedding, of deciding, and of both."""
    columns = {"embedding": times[:, 0], "deciding": times[:, 1], "answer": times.sum(axis=1)}
    return {name: spread(column) for name, column in columns.items()}


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


def spread(times: Any) -> dict[str, float]:
    """The median and the 95th percentile, to a microsecond."""
    return {"p50": round(float(np.median(times)), 3), "p95": round(float(np.percentile(times, 95)), 3)}


if __name__ == "__main__":
    typer.run(main)
