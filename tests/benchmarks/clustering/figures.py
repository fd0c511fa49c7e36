"""Two figures for the documentation, from results.json; needs matplotlib, so the rivals' environment.

.venv-bench/bin/python -m tests.benchmarks.clustering.figures
"""

from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot
from matplotlib.axes import Axes

from tests.benchmarks.clustering import results
from tests.benchmarks.clustering.methods import METHODS
from tests.benchmarks.clustering.results import Result
from tests.benchmarks.clustering.sets import PUBLIC
from tests.benchmarks.clustering.table import medians

FOLDER = Path("docs/figures")
COLOURS = dict(zip(METHODS, ("#d1495b", "#30638e", "#00798c", "#7d7d7d", "#8a6fae", "#c99a2e"), strict=True))
TITLES = {"banking77": "Banking77", "hwu64": "HWU64", "jsquad": "JSQuAD"}
Draw = Callable[[Axes, dict[str, dict[str, float]]], None]
LEAST_CPU = 0.01
MOST_CLUSTERS = 1.6
"""The aim for clusters per true intent, drawn as a line."""


def main() -> None:
    """Write both figures as SVG."""
    mpl.rcParams.update({"svg.hashsalt": "clustering", "font.size": 9, "svg.fonttype": "path"})
    FOLDER.mkdir(parents=True, exist_ok=True)
    found = results.read()
    _save(_panels(found, _quality_against_cpu), "clustering-quality-cpu.svg")
    _save(_panels(found, _frontier), "clustering-frontier.svg")


def _panels(found: list[Result], draw: Draw) -> pyplot.Figure:
    """One panel for each whole set, one mark for each method."""
    figure, panels = pyplot.subplots(1, len(PUBLIC), figsize=(10, 3.6), layout="constrained")
    for panel, name in zip(panels, PUBLIC, strict=True):
        of_set = [run for run in found if run["group"] == name and "error" not in run]
        draw(panel, {method: medians(runs) for method in METHODS if (runs := _of(method, of_set))})
        if draw is _frontier:
            ours = [run for run in results.read(results.FRONTIER) if run["group"] == name]
            line = [[run[axis] for run in ours] for axis in ("clusters_per_intent", "purity")]
            panel.plot(*line, color=COLOURS["ours"], linewidth=1, zorder=1)
        panel.set_title(TITLES[name])
        panel.grid(alpha=0.25)
    handles, names = panels[0].get_legend_handles_labels()
    legend = figure.legend(handles, names, loc="outside lower center", ncols=len(METHODS), frameon=False)
    for handle in legend.legend_handles:
        handle.set_sizes([40])
    return figure


def _of(method: str, runs: list[Result]) -> list[Result]:
    return [run for run in runs if run["method"] == method]


def _quality_against_cpu(panel: Axes, by_method: dict[str, dict[str, float]]) -> None:
    """A filled mark is the first call, an empty one the second, already compiled."""
    for method, figures in by_method.items():
        if "cpu" not in figures:
            continue
        cold = max(figures["cpu"], LEAST_CPU)
        panel.scatter(cold, figures["ari"], s=55, color=COLOURS[method], label=method, zorder=3)
        if "cpu_warm" in figures:
            warm = max(figures["cpu_warm"], LEAST_CPU)
            panel.plot([warm, cold], [figures["ari"]] * 2, color=COLOURS[method], linewidth=1)
            panel.scatter(warm, figures["ari"], s=40, facecolor="white", edgecolor=COLOURS[method], zorder=3)
    panel.set(xscale="log", xlabel="CPU seconds", ylabel="ARI, noise voted", xlim=(0.1, 500), ylim=(0, 0.7))


def _frontier(panel: Axes, by_method: dict[str, dict[str, float]]) -> None:
    """The area of a mark is the share of noise; the line is ours at other resolutions."""
    for method, figures in by_method.items():
        panel.scatter(
            figures["clusters_per_intent"],
            figures["purity"],
            s=20 + 600 * figures["noise"],
            color=COLOURS[method],
            alpha=0.75,
            label=method,
        )
    panel.axvline(MOST_CLUSTERS, color="#999999", linewidth=0.8, linestyle="--")
    panel.set(xlabel="clusters / true intents", ylabel="purity (area: noise)", xlim=(0, 7), ylim=(0, 1.1))


def _save(figure: pyplot.Figure, name: str) -> None:
    figure.savefig(FOLDER / name, metadata={"Date": None})
    pyplot.close(figure)


if __name__ == "__main__":
    main()
