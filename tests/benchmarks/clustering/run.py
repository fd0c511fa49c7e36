"""Run every method on every group of sets, each in a process of its own, and merge into results.json.

.venv/bin/python -m tests.benchmarks.clustering.run [--methods ours,bertopic] [--only banking77] [--quick]
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from tests.benchmarks.clustering import results
from tests.benchmarks.clustering.machine import THREAD_LIMITS, load, machine, today
from tests.benchmarks.clustering.measures import Labels, measure
from tests.benchmarks.clustering.methods import METHODS
from tests.benchmarks.clustering.sets import CACHE, Embedded, Named, every_set
from tests.benchmarks.clustering.table import medians

RIVALS_PYTHON = Path(".venv-bench/bin/python")
QUICK_ROWS = 1_000


def main(
    cache: Annotated[Path, typer.Option(help="Where `prepare` put the embeddings.")] = CACHE,
    methods: Annotated[str, typer.Option(help="Some of: " + ", ".join(METHODS))] = ",".join(METHODS),
    only: Annotated[str, typer.Option(help="Groups whose name holds this.")] = "",
    quick: Annotated[bool, typer.Option(help="One sample of each kind, at most 1,000 rows.")] = False,
    output: Annotated[Path, typer.Option(help="Results are merged into this file.")] = results.RESULTS,
    missing: Annotated[bool, typer.Option(help="Keep results that are there already.")] = False,
) -> None:
    """Measure and merge."""
    chosen = methods.split(",")
    if unknown := set(chosen) - METHODS.keys():
        raise typer.BadParameter(f"There is no method {', '.join(sorted(unknown))}.")
    found = results.read(output)
    groups = _groups(cache, only, quick)
    for place, sets in enumerate(groups, 1):
        embedded = [named.make() for named in sets]
        prints = [rows.fingerprint() for rows in embedded]
        for method in chosen:
            known = {(old["set"], old["fingerprint"]) for old in found if old["method"] == method}
            if missing and known.issuperset(zip((named.name for named in sets), prints, strict=True)):
                continue
            print(f"[{place}/{len(groups)}] {sets[0].group}, {method}", end="", flush=True)
            new = of_group(sets, embedded, method)
            print(_line(new), flush=True)
            for result in new:
                found = results.merged(found, result)
            results.write(found, machine(), output)


def _groups(cache: Path, only: str, quick: bool) -> list[list[Named]]:
    """Sets by group; of `quick`, the first of each group that is small."""
    groups: dict[str, list[Named]] = {}
    for named in every_set(cache):
        if only in named.group:
            groups.setdefault(named.group, []).append(named)
    if not quick:
        return list(groups.values())
    return [sets[:1] for sets in groups.values() if len(sets[0].make().labels) <= QUICK_ROWS]


def of_group(sets: list[Named], embedded: list[Embedded], method: str) -> list[results.Result]:
    """One method on the samples of one group, in its own process."""
    return [
        {
            "set": named.name,
            "group": named.group,
            "method": method,
            "date": today(),
            "fingerprint": rows.fingerprint(),
            **measure(rows.vectors, labels, rows.labels.tolist()),
            **figures,
            "load": load(),
        }
        for named, rows, (labels, figures) in zip(sets, embedded, in_process(embedded, method), strict=True)
    ]


def in_process(embedded: list[Embedded], method: str) -> list[tuple[Labels, dict[str, Any]]]:
    """Labels (n,) and cost of each sample. Ours runs in the product's environment, rivals in theirs."""
    python = sys.executable if method == "ours" else str(RIVALS_PYTHON)
    with tempfile.TemporaryDirectory() as folder:
        for number, rows in enumerate(embedded):
            source = Path(folder) / f"{number}.npz"
            np.savez(source, vectors=rows.vectors, texts=rows.texts, keys=rows.keys)
        command = [python, "-m", "tests.benchmarks.clustering.worker", method, folder]
        subprocess.run(command, check=True, env=os.environ | THREAD_LIMITS, stdout=subprocess.DEVNULL)
        done = []
        for number in range(len(embedded)):
            with np.load(Path(folder) / f"{number}.done") as file:
                done.append((file["labels"], json.loads(str(file["figures"]))))
        return done


def _line(group: list[results.Result]) -> str:
    failed = [result["error"] for result in group if "error" in result]
    if failed:
        return f": {failed[0]}"
    figures = medians(group)
    names = ("clusters", "noise", "purity", "share_found", "ari", "cpu", "cpu_warm", "peak_mb")
    return ": " + ", ".join(f"{name} {figures[name]:.4g}" for name in names if name in figures)


if __name__ == "__main__":
    typer.run(main)
