"""One method on the samples of one group, in a process of its own: `worker.py METHOD FOLDER`.

FOLDER holds `0.npz`, `1.npz` …; labels and cost of each go to `0.done`, `1.done` …. The first call is what a
user meets: numba compiles within it. Methods that compile are called once more on the first sample, and the
other samples have the warm cost only. Peak memory is the first call's.
"""

import json
import os
import resource
import sys
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.clustering.methods import COMPILES, METHODS

PACKAGES = {
    "ours": ("numpy", "scipy", "faiss-cpu", "hdbscan"),
    "bertopic": ("bertopic", "umap-learn", "pynndescent", "numba", "hdbscan", "scikit-learn"),
    "umap+hdbscan": ("umap-learn", "pynndescent", "numba", "hdbscan"),
    "hdbscan": ("hdbscan",),
    "fast_hdbscan": ("fast_hdbscan", "numba", "scikit-learn"),
    "community_detection": ("sentence-transformers", "torch"),
}


def main(name: str, folder: Path) -> None:
    """Run and measure; a method that raises is reported, with its error, as a result."""
    warnings.filterwarnings("ignore")
    method = METHODS[name]()
    versions = {package: version(package) for package in PACKAGES[name]}
    for number in range(len(list(folder.glob("*.npz")))):
        with np.load(folder / f"{number}.npz") as file:
            rows = (file["vectors"], file["texts"], file["keys"])
        labels, figures = np.full(len(rows[0]), -1), {}
        try:
            labels, figures = measured(lambda rows=rows: method(*rows), number == 0, name in COMPILES)
        except Exception as error:
            figures = {"error": f"{type(error).__name__}: {error}"[:200]}
        figures["versions"] = versions
        with (folder / f"{number}.done").open("wb") as target:
            np.savez(target, labels=np.asarray(labels, np.int32), figures=json.dumps(figures))


def measured(call: Callable[[], Any], first: bool, compiles: bool) -> tuple[Any, dict[str, Any]]:
    """Labels and cost of one sample."""
    before = peak_mb()
    labels, cpu, wall = timed(call)
    if not first:
        return labels, {"cpu_warm": cpu, "wall_warm": wall} if compiles else {"cpu": cpu, "wall": wall}
    cost = {"cpu": cpu, "wall": wall, "peak_mb": peak_mb(), "before_mb": before}
    if compiles:
        _, cost["cpu_warm"], cost["wall_warm"] = timed(call)
    return labels, cost


def timed(call: Callable[[], Any]) -> tuple[Any, float, float]:
    """The result, CPU seconds (user and system, all threads and ended child processes), wall seconds."""
    wall, cpu = time.perf_counter(), cpu_seconds()
    result = call()
    return result, round(cpu_seconds() - cpu, 3), round(time.perf_counter() - wall, 3)


def cpu_seconds() -> float:
    """CPU seconds of this process and the children it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def peak_mb() -> int:
    """Highest resident memory of this process so far."""
    status = Path("/proc/self/status")
    if status.exists():
        # ru_maxrss counts the parent's memory from before exec, too.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) // 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
