"""`results.json`: one object for each method on each set, kept when other methods are measured again."""

import json
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results.json")
GROWTH = Path(__file__).with_name("growth.json")
FRONTIER = Path(__file__).with_name("frontier.json")
GRAIN = Path(__file__).with_name("grain.json")
SKEW = Path(__file__).with_name("skew.json")

Result = dict[str, Any]


def read(path: Path = RESULTS) -> list[Result]:
    """What is there already, nothing at first."""
    return list(json.loads(path.read_text(encoding="utf-8"))["results"]) if path.exists() else []


def write(results: list[Result], machine: dict[str, Any], path: Path = RESULTS) -> None:
    """Replace the file. One result a line, so that a new measurement is a short difference."""
    lines = ",\n".join(json.dumps(result, ensure_ascii=False) for result in results)
    made = path.with_suffix(".part")
    made.write_text(f'{{"machine": {json.dumps(machine)},\n"results": [\n{lines}\n]}}\n', encoding="utf-8")
    made.replace(path)


def merged(results: list[Result], new: Result) -> list[Result]:
    """The new result instead of that of the same method and set.

    Results about other vectors of the same set go: methods are compared on the same embeddings only.
    """
    kept = [
        old
        for old in results
        if old["set"] != new["set"]
        or (old["method"] != new["method"] and old["fingerprint"] == new["fingerprint"])
    ]
    return [*kept, new]
