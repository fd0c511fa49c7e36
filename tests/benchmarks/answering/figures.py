"""The risk-coverage curves for the documentation, from results.json; needs matplotlib (`.venv-bench`).

.venv-bench/bin/python -m tests.benchmarks.answering.figures
"""

from pathlib import Path
from statistics import mean

import matplotlib as mpl
from matplotlib import pyplot
from matplotlib.axes import Axes

from tests.benchmarks.clustering import results
from tests.benchmarks.clustering.results import Result

FILE = Path("docs/figures/answering-risk-coverage.svg")
PANELS = {
    "banking77-20": "Banking77, 20 phrasings",
    "banking77-10": "Banking77, 10 phrasings",
    "hwu64-10": "HWU64, 10 phrasings",
    "jsquad-10": "JSQuAD, 10 phrasings",
}
NAMES = {
    "ours": ("ours", "#d1495b"),
    "ours+unlabelled": ("ours, with unlabelled inquiries", "#8f2d56"),
    "cosine": ("highest cosine", "#7d7d7d"),
    "margin": ("margin to the second FAQ", "#30638e"),
    "vote": ("neighbour vote", "#00798c"),
    "diet": ("Rasa DIET", "#c99a2e"),
    "diet+embeddings": ("Rasa DIET on our embeddings", "#8a6fae"),
}
TARGET = 0.95
RESULTS = Path(__file__).with_name("results.json")


def main() -> None:
    """Write the figure as SVG."""
    mpl.rcParams.update({"svg.hashsalt": "answering", "font.size": 9, "svg.fonttype": "path"})
    found = results.read(RESULTS)
    figure, panels = pyplot.subplots(1, len(PANELS), figsize=(13, 3.8), layout="constrained", sharey=True)
    for panel, (group, title) in zip(panels, PANELS.items(), strict=True):
        _draw(panel, [result for result in found if result["group"] == group])
        panel.set_title(title)
    panels[0].set_ylabel("risk: share of answers that are wrong")
    labels = {
        name: line for panel in panels for line, name in zip(*panel.get_legend_handles_labels(), strict=True)
    }
    names = [name for name, _ in NAMES.values() if name in labels]
    lines = [labels[name] for name in names]
    figure.legend(lines, names, loc="outside lower center", ncols=len(NAMES), frameon=False)
    FILE.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(FILE, metadata={"Date": None})
    pyplot.close(figure)


def _draw(panel: Axes, of_group: list[Result]) -> None:
    """Means over the seeds; a mark is where the method's own threshold put it."""
    for method, (name, colour) in NAMES.items():
        # Rasa's defaults have the same curve as its own threshold, which some desks lack.
        runs = _one_a_desk(method, of_group)
        if not runs:
            continue
        risks = [1 - mean(column) for column in zip(*(run["curve"] for run in runs), strict=True)]
        coverages = [(place + 1) / len(risks) for place in range(len(risks))]
        panel.plot(coverages, risks, color=colour, label=name, linewidth=1.8 if "ours" in method else 1.2)
        marked = [run for run in runs if run["method"] == method and run["precision"] is not None]
        if marked:
            at = [mean(run[figure] for run in marked) for figure in ("answered", "precision")]
            panel.scatter(at[0], 1 - at[1], color=colour, s=28, zorder=3)
    panel.axhline(1 - TARGET, color="#999999", linewidth=0.8, linestyle="--")
    panel.set(xlabel="coverage: share of questions answered", xlim=(0, 1), ylim=(0, 0.3))
    panel.grid(alpha=0.25)


def _one_a_desk(method: str, of_group: list[Result]) -> list[Result]:
    """The runs of a method or of one of its variants, one for each desk, its own threshold first."""
    runs = [run for run in of_group if run["method"].partition(",")[0] == method]
    first: dict[str, Result] = {}
    for run in sorted(runs, key=lambda run: len(run["method"])):
        first.setdefault(run["set"], run)
    return list(first.values())


if __name__ == "__main__":
    main()
