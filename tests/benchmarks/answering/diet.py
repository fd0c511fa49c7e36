"""Rasa's DIETClassifier with its FallbackClassifier's rule, trained in Rasa's own environment.

    .venv/bin/python -m tests.benchmarks.answering.diet --data DIRECTORY --only banking77-10-seed0

Each desk is trained twice: `whole`, on all phrasings, is asked the questions; `rehearsal`, on four phrasings
of five, is asked the rest of the phrasings and of the background, and sets the threshold. Some of the
background is an intent of its own, `out_of_scope`, in both. A training takes up to half an hour on one core;
what was understood is kept in the cache, so a run that was cut short goes on.
"""

import json
import os
import random
import subprocess
import tempfile
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from tests.benchmarks.answering.decisions import CHOICES, Decisions, Scored, own_threshold
from tests.benchmarks.answering.sets import CACHE, Desk, every_desk

RASA_PYTHON = Path(".venv-bot/bin/python")
PIPELINES = {"diet": "diet", "diet+embeddings": "diet_embeddings"}
"""Methods and their pipelines."""
STAGES = ("whole", "rehearsal")
OUT_OF_SCOPE = "out_of_scope"
BACKGROUND_FAQS = 10
"""The intent `out_of_scope` has as many examples as this many FAQs: with a thousand beside FAQs of ten
phrasings it takes most of a training's time and of the answers. The other background serves the rehearsal."""
FOLDS = 5
DEFAULTS = {"default .3": (0.3, 0.1), "default .7": (0.7, 0.1)}
"""FallbackClassifier's and ambiguity threshold: as `rasa init` writes them, and a stricter one."""

ENVIRONMENT = {
    "PYTHONPATH": "bot",
    "LOG_LEVEL": "ERROR",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "RASA_TELEMETRY_ENABLED": "false",
}

Ranking = list[tuple[str, float]]


def main(
    data: Annotated[Path, typer.Option(help="Directory with banking77.csv, hwu64.csv and jsquad.csv.")],
    only: Annotated[str, typer.Option(help="Desks whose name holds this.")] = "banking77-10-seed0",
    methods: Annotated[str, typer.Option(help="Some of: " + ", ".join(PIPELINES))] = "diet",
    stages: Annotated[str, typer.Option(help="Some of: " + ", ".join(STAGES))] = ",".join(STAGES),
    cache: Annotated[Path, typer.Option(help="Where it is kept what was understood.")] = CACHE,
) -> None:
    """Train and ask, unless that is in the cache."""
    for named in every_desk(data):
        if only not in named.name:
            continue
        desk = named.make()
        for method in methods.split(","):
            for stage in stages.split(","):
                if understood(desk, method, stage, cache) is None:
                    seconds = _train(desk, method, stage, cache)
                    print(f"{desk.name}, {method}, {stage}: trained in {seconds:.0f} s", flush=True)


def decide(desk: Desk, method: str, cache: Path, target: float) -> dict[str, Decisions]:
    """By result's name; empty where the desk was not trained. Its own threshold needs the rehearsal, too."""
    whole, rehearsal = (understood(desk, method, stage, cache) for stage in STAGES)
    if whole is None:
        return {}
    scored, seconds = scores(whole["rankings"]), {"seconds": round(whole["fit"], 1)}
    found = {
        f"{method}, {name}": fallback(scored, whole["rankings"], *thresholds, **seconds)
        for name, thresholds in DEFAULTS.items()
    }
    if rehearsal is not None:
        truth = [label for _, label in _rehearsed(desk)[1]]
        threshold = own_threshold(scores(rehearsal["rankings"]), truth, share=desk.share, target=target)
        found = {method: scored.at(threshold, **seconds)} | found
    return found


def scores(rankings: list[Ranking]) -> Scored:
    """The intent ranked first, or "" where that is `out_of_scope`: then the bot says that it does not know.

    The confidence is that of the best FAQ in any case, so that it ranks all questions.
    """
    faqs = [[(name, sure) for name, sure in ranking if name != OUT_OF_SCOPE] for ranking in rankings]
    return Scored(
        best=tuple("" if ranking[0][0] == OUT_OF_SCOPE else ranking[0][0] for ranking in rankings),
        confidence=np.array([ranking[0][1] for ranking in faqs], float),
        choices=tuple(tuple(name for name, _ in ranking[:CHOICES]) for ranking in faqs),
        probable=True,
    )


def fallback(
    scored: Scored, rankings: list[Ranking], threshold: float, ambiguity: float, **notes: float
) -> Decisions:
    """FallbackClassifier's rule: fall back below the threshold or where the first two are too close."""
    close = np.array([ranking[0][1] - ranking[1][1] < ambiguity for ranking in rankings], bool)
    at = scored.at(threshold, **notes)
    sure = at.answered & ~close
    return Decisions(
        best=at.best,
        confidence=at.confidence,
        answered=sure,
        asked=at.asked | (at.answered & close),
        choices=at.choices,
        probable=True,
        notes=at.notes,
    )


def understood(desk: Desk, method: str, stage: str, cache: Path) -> dict[str, Any] | None:
    """What an earlier training understood, if it was of this very desk."""
    path = _path(desk, method, stage, cache)
    done = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return done if done.get("fingerprint") == desk.fingerprint() else None


def _train(desk: Desk, method: str, stage: str, cache: Path) -> float:
    job = {"config": PIPELINES[method], **_job(desk, stage)}
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "job.json", Path(folder) / "done.json"
        source.write_text(json.dumps(job, ensure_ascii=False), encoding="utf-8")
        command = [str(RASA_PYTHON), "-m", "tests.benchmarks.answering.diet_worker", str(source), str(target)]
        env = os.environ | ENVIRONMENT
        done = subprocess.run(command, check=False, env=env, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"Rasa failed on {desk.name}: {done.stderr[-2_000:]}")
        answer = json.loads(target.read_text(encoding="utf-8")) | {"fingerprint": desk.fingerprint()}
    path = _path(desk, method, stage, cache)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(answer), encoding="utf-8")
    return float(answer["fit"])


def _path(desk: Desk, method: str, stage: str, cache: Path) -> Path:
    return cache / "diet" / f"{desk.name}-{PIPELINES[method]}-{stage}.json"


def _job(desk: Desk, stage: str) -> dict[str, Any]:
    behind = [(text, OUT_OF_SCOPE) for text in _background(desk)[0]]
    if stage == "whole":
        rows = list(zip(desk.phrasings, desk.labels, strict=True))
        return {"train": rows + behind, "ask": list(desk.queries)}
    train, asked = _rehearsed(desk)
    return {"train": train + behind, "ask": [text for text, _ in asked]}


def _rehearsed(desk: Desk) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Phrasings to train on, and what to ask: every fifth phrasing and the rest of the background."""
    rows = list(zip(desk.phrasings, desk.labels, strict=True))
    asked = [(text, label) for place, (text, label) in enumerate(rows) if place % FOLDS == 0]
    train = [(text, label) for place, (text, label) in enumerate(rows) if place % FOLDS]
    return train, asked + [(text, "") for text in _background(desk)[1]]


def _background(desk: Desk) -> tuple[list[str], list[str]]:
    """Texts for the intent `out_of_scope`, and those left for the rehearsal."""
    shuffled = random.Random(f"background {desk.seed}").sample(desk.background, len(desk.background))
    size = BACKGROUND_FAQS * len(desk.phrasings) // len(set(desk.labels))
    return shuffled[:size], shuffled[size:]


if __name__ == "__main__":
    typer.run(main)
