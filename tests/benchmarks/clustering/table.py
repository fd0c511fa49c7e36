"""The results as Markdown tables: medians over the samples of a group.

.venv/bin/python -m tests.benchmarks.clustering.table > TABLE.md
"""

from collections.abc import Iterable, Sequence
from statistics import median

from tests.benchmarks.clustering import results
from tests.benchmarks.clustering.equal_counts import equal_counts
from tests.benchmarks.clustering.methods import METHODS
from tests.benchmarks.clustering.results import Result

COLUMNS = {
    "clusters": "{:.0f}",
    "clusters_per_intent": "{:.2f}",
    "noise": "{:.2f}",
    "purity": "{:.2f}",
    "share_found": "{:.2f}",
    "v_measure": "{:.2f}",
    "ari": "{:.2f}",
    "nmi": "{:.2f}",
    "cpu": "{:.2f}",
    "cpu_warm": "{:.2f}",
    "wall": "{:.2f}",
    "peak_mb": "{:.0f}",
}
HEADINGS = (
    "method",
    "clusters",
    "/ true",
    "noise",
    "purity",
    "intents found",
    "V",
    "ARI",
    "NMI",
    "CPU s",
    "CPU s, warm",
    "wall s",
    "peak MB",
)


def main() -> None:
    """Print one table for each group of sets, ours at as many clusters as BERTopic, then the growth."""
    found = results.read()
    for group in dict.fromkeys(result["group"] for result in found):
        of_group = [result for result in found if result["group"] == group]
        print(f"\n**{_title(of_group)}**\n")
        print(_table(HEADINGS, (_row(name, of_group) for name in METHODS if _runs(name, of_group))))
    if results.FRONTIER.exists():
        print("\n**Ours / BERTopic at as many clusters**\n")
        rows = equal_counts(found, results.read(results.FRONTIER), "bertopic")
        print(_table(("set", "clusters / true", "purity", "intents found", "ARI"), rows))
    if results.GROWTH.exists():
        print("\n**Growth**\n")
        print(growth_table(results.read(results.GROWTH)))


def medians(runs: Sequence[Result]) -> dict[str, float]:
    """The median of every figure over the runs that have it; a run that failed has none."""
    whole = [run for run in runs if "error" not in run]
    known = {column: [run[column] for run in whole if column in run] for column in COLUMNS}
    return {column: median(values) for column, values in known.items() if values}


def growth_table(sizes: Sequence[Result]) -> str:
    """Seconds and peak memory in MB of each stage, by rows."""
    stages = list(dict.fromkeys(stage for size in sizes for stage in size["stage_seconds"]))
    rows = [
        [
            f"{size['rows']:,}",
            f"{size['wall']:.1f}",
            f"{size['cpu']:.1f}",
            str(size["peak_mb"]),
            *(
                f"{size['stage_seconds'][stage]:.2f} ({size['stage_peak_mb'][stage]})"
                if stage in size["stage_seconds"]
                else "–"
                for stage in stages
            ),
        ]
        for size in sizes
    ]
    return _table(["rows", "wall s", "CPU s", "peak MB", *(f"{stage}, s (MB)" for stage in stages)], rows)


def _runs(name: str, of_group: Sequence[Result]) -> list[Result]:
    return [result for result in of_group if result["method"] == name]


def _row(name: str, of_group: Sequence[Result]) -> list[str]:
    runs = _runs(name, of_group)
    if all("error" in run for run in runs):
        return [name, f"failed: {runs[0]['error']}", *[""] * (len(COLUMNS) - 1)]
    figures = medians(runs)
    return [name, *(form.format(figures[key]) if key in figures else "–" for key, form in COLUMNS.items())]


def _title(of_group: Sequence[Result]) -> str:
    sets = {result["set"]: result for result in of_group}
    rows, intents = (median(result[key] for result in sets.values()) for key in ("rows", "intents"))
    repeats = f", median of {len(sets)} samples" if len(sets) > 1 else ""
    return f"{of_group[0]['group']}: {rows:,.0f} rows, {intents:.0f} intents{repeats}"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    main()
