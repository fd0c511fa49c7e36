"""Run every method on every desk, and merge into results.json.

.venv/bin/python -m tests.benchmarks.answering.run --data DIRECTORY [--methods ours] [--only banking77-20]
"""

import time
from pathlib import Path
from typing import Annotated

import typer

from tests.benchmarks.answering.measures import measure
from tests.benchmarks.answering.methods import METHODS, TARGET
from tests.benchmarks.answering.sets import CACHE, Desk, every_desk
from tests.benchmarks.clustering import results
from tests.benchmarks.clustering.machine import load, machine, today

RESULTS = Path(__file__).with_name("results.json")


def main(
    data: Annotated[Path, typer.Option(help="Directory with banking77.csv, hwu64.csv and jsquad.csv.")],
    cache: Annotated[Path, typer.Option(help="Where `prepare` put the embeddings.")] = CACHE,
    methods: Annotated[str, typer.Option(help="Some of: " + ", ".join(METHODS))] = ",".join(METHODS),
    only: Annotated[str, typer.Option(help="Desks whose name holds this.")] = "",
    seeds: Annotated[int, typer.Option(help="Seeds from 0 on.")] = 10,
    output: Annotated[Path, typer.Option(help="Results are merged into this file.")] = RESULTS,
    missing: Annotated[bool, typer.Option(help="Keep results that are there already.")] = False,
) -> None:
    """Measure and merge."""
    chosen = methods.split(",")
    if unknown := set(chosen) - METHODS.keys():
        raise typer.BadParameter(f"There is no method {', '.join(sorted(unknown))}.")
    for named in every_desk(data):
        if only not in named.name or int(named.name.rpartition("seed")[2]) >= seeds:
            continue
        desk = named.make()
        for method in chosen:
            new = of_desk(desk, method, cache, results.read(output) if missing else [])
            if new:
                # Read again: another run may have written meanwhile.
                found = results.read(output)
                for result in new:
                    found = results.merged(found, result)
                results.write(sorted(found, key=_place), machine(), output)


def of_desk(desk: Desk, method: str, cache: Path, known: list[results.Result]) -> list[results.Result]:
    """The results of one method on one desk, unless they are known."""
    here = {"set": desk.name, "method": method, "fingerprint": desk.fingerprint()}
    if any(here.items() <= old.items() for old in known):
        return []
    started = time.perf_counter()
    decided = METHODS[method](desk, cache)
    seconds = round(time.perf_counter() - started, 1)
    found = [
        here
        | {"method": name, "group": desk.group, "date": today(), "dropped": desk.dropped}
        | {"faqs": len(set(desk.labels)), "questions": len(desk.queries), "share": desk.share}
        | {"outside": round(desk.answers.count("") / len(desk.answers), 3)}
        | measure(decisions, desk.answers, TARGET)
        | {"wall": seconds, "load": load()}
        for name, decisions in decided.items()
    ]
    for result in found:
        names = ("precision", "deflection", "hindsight_deflection", "answered", "top1")
        figures = ", ".join(f"{name} {result[name]}" for name in names)
        print(f"{result['set']}, {result['method']}: {figures} ({seconds} s)", flush=True)
    return found


def _place(result: results.Result) -> tuple[str, str, str]:
    return result["group"], result["set"], result["method"]


if __name__ == "__main__":
    typer.run(main)
