"""The product, through its command line: it sees the files, nothing else."""

import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.answering.decisions import Decisions
from tests.benchmarks.answering.prepare import vectors_file
from tests.benchmarks.answering.sets import Desk

SAID = ("precision", "deflection", "ask_hit_rate", "auroc_out_of_scope", "top1", "ece")
"""Figures that the command line reports, kept beside those measured here from its decisions."""


def decide(desk: Desk, cache: Path, target: float, *, unlabelled: bool) -> Decisions:
    """What the command line decided for each question of the desk."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "faqs.csv", ("text", "label"), zip(desk.phrasings, desk.labels, strict=True))
        _write(folder / "queries.csv", ("text", "label"), zip(desk.queries, desk.answers, strict=True))
        _write(folder / "background.csv", ("text",), ((text,) for text in desk.background))
        given = {"--faqs": "faqs.csv", "--queries": "queries.csv", "--background": "background.csv"}
        if unlabelled:
            _write(folder / "unlabelled.csv", ("text",), ((text,) for text in desk.unlabelled))
            given["--unlabelled"] = "unlabelled.csv"
        options = [part for option, file in given.items() for part in (option, str(folder / file))]
        options += ["--share", str(desk.share), "--target", str(target), "--cache", str(vectors_file(cache))]
        said = _call([*options, "--out", str(folder / "decisions.csv")])
        return read_decisions(folder / "decisions.csv", said)


def read_decisions(path: Path, said: dict[str, Any]) -> Decisions:
    """DECISIONS.csv with what was printed about it.

    The FAQ it would have answered with is the first of those offered; where it offers nothing it names none.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["row"]))
    notes = {f"said_{name}": said[name] for name in SAID if said.get(name) is not None}
    notes |= {name: said[name] for name in ("threshold", "seconds") if said.get(name) is not None}
    choices = tuple(tuple(row["choices"].split("|")) if row["choices"] else () for row in rows)
    return Decisions(
        best=tuple(
            row["label"] or (some[0] if some else "") for row, some in zip(rows, choices, strict=True)
        ),
        confidence=np.array([float(row["confidence"]) for row in rows]),
        answered=np.array([row["decision"] == "answer" for row in rows], bool),
        asked=np.array([row["decision"] == "ask" for row in rows], bool),
        choices=choices,
        probable=True,
        notes=notes,
    )


def _call(options: Sequence[str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "faq_clustering.answering", "evaluate", *options]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-2_000:])
    return dict(json.loads(done.stdout))


def _write(path: Path, names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(rows)
