"""The results as Markdown tables: means over the seeds of a group.

.venv/bin/python -m tests.benchmarks.answering.table > TABLE.md
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import mean

from tests.benchmarks.answering.run import RESULTS
from tests.benchmarks.clustering import results
from tests.benchmarks.clustering.results import Result

COLUMNS = {
    "precision": "precision",
    "deflection": "deflection",
    "hindsight_deflection": "in hindsight",
    "answered": "answered",
    "asked": "asked",
    "ask_hit_rate": "button",
    "auroc_out_of_scope": "AUROC",
    "top1": "top-1",
    "ece": "ECE",
}
SPEED = Path(__file__).with_name("speed.json")
TITLES = {
    "banking77": "Banking77",
    "hwu64": "HWU64",
    "jsquad": "JSQuAD",
    "sample": "The product's sample, held-back questions",
    "sample_chat": "The product's sample, chat messages",
}
ORDER = ("ours", "ours+unlabelled", "cosine", "margin", "vote", "diet", "diet+embeddings")


def main() -> None:
    """Print one table for each group of desks."""
    found = results.read(RESULTS)
    for group in sorted({result["group"] for result in found}, key=_place):
        of_group = [result for result in found if result["group"] == group]
        print(f"\n**{_title(group, of_group)}**\n")
        print(_table(("method", "seeds", "kept", *COLUMNS.values()), _rows(of_group)))
    if SPEED.exists():
        sizes = json.loads(SPEED.read_text(encoding="utf-8"))["sizes"]
        names = [name for name in next(iter(sizes.values())) if name != "date"]
        print("\n**Speed**\n")
        print(_table(["", *(f"{faqs} FAQs" for faqs in sizes)], _speeds(names, list(sizes.values()))))


def _speeds(names: Sequence[str], sizes: Sequence[Result]) -> Iterable[Sequence[str]]:
    for name in names:
        yield [name.replace("_", " "), *(f"{size[name]:,}" for size in sizes)]


def means(runs: Sequence[Result]) -> dict[str, float]:
    """The mean of every figure over the runs that have it: without an answer there is no precision."""
    known = {name: [run[name] for run in runs if run.get(name) is not None] for name in COLUMNS}
    return {name: mean(values) for name, values in known.items() if values}


def methods(found: Sequence[Result]) -> list[str]:
    """The methods there are, ours first, then in the order of their kind."""
    return sorted({result["method"] for result in found}, key=lambda name: (_kind(name), name))


def _rows(of_group: Sequence[Result]) -> Iterable[Sequence[str]]:
    for name in methods(of_group):
        runs = [result for result in of_group if result["method"] == name]
        figures = means(runs)
        kept = sum(result["kept"] for result in runs)
        yield [
            name,
            str(len(runs)),
            f"{kept} / {len(runs)}",
            *(f"{figures[column]:.3f}" if column in figures else "–" for column in COLUMNS),
        ]


def _kind(name: str) -> int:
    return ORDER.index(name.partition(",")[0])


def _place(group: str) -> tuple[int, int]:
    name, _, size = group.partition("-")
    return list(TITLES).index(name), -int(size or 0)


def _title(group: str, of_group: Sequence[Result]) -> str:
    name, _, size = group.partition("-")
    desks = {result["set"]: result for result in of_group}.values()
    faqs, questions, outside = (mean(desk[key] for desk in desks) for key in ("faqs", "questions", "outside"))
    phrasings = f", {size} phrasings each" if size else ""
    asked = f"{questions:,.0f} questions, {outside:.2f} without an FAQ"
    return f"{TITLES[name]}: {faqs:.0f} FAQs{phrasings}; {asked}"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    main()
