"""Our library on one set, with seconds and memory by stage: `stages.py IN.npz OUT.json`."""

import json
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import numpy as np

from faq_clustering.clusters import cluster_vectors
from tests.benchmarks.clustering.worker import peak_mb, timed

EVERY = 0.01
"""Seconds between two looks at the memory."""


class MemorySamples:
    """Resident memory of this process over time, MB, from a thread of its own. Linux only."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.sizes: list[int] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "MemorySamples":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join()

    def peak(self, start: float, end: float) -> int:
        """The highest sample between two times, or the first after them where there is none between."""
        times = np.array(self.times)
        inside = slice(np.searchsorted(times, start), max(1, np.searchsorted(times, end)) + 1)
        return max(self.sizes[inside], default=self.sizes[-1])

    def _look(self) -> None:
        while not self._stop.wait(EVERY):
            lines = Path("/proc/self/status").read_text().splitlines()
            self.sizes.append(
                int(next(line for line in lines if line.startswith("VmRSS:")).split()[1]) // 1024
            )
            self.times.append(time.perf_counter())


def main(source: Path, target: Path) -> None:
    """Cluster, and write what it took."""
    with np.load(source) as file:
        vectors, keys = file["vectors"], file["keys"].tolist()
    before = peak_mb()
    with MemorySamples() as memory:
        start = time.perf_counter()
        clustering, cpu, wall = timed(lambda: cluster_vectors(vectors, keys))
    # Stages follow each other in the order of `seconds`; what lies between them is too short to matter.
    ends = start + np.cumsum([0.0, *clustering.seconds.values()])
    peaks = [memory.peak(begun, ended) for begun, ended in pairwise(ends)]
    figures = {
        "rows": len(vectors),
        "clusters": int(clustering.labels.max(initial=-1)) + 1,
        "noise": round(float((clustering.labels < 0).mean()), 4),
        "largest": round(float(np.bincount(clustering.labels + 1)[1:].max(initial=0) / len(vectors)), 4),
        "cpu": cpu,
        "wall": wall,
        "peak_mb": peak_mb(),
        "before_mb": before,
        "stage_seconds": clustering.seconds,
        "stage_peak_mb": dict(zip(clustering.seconds, peaks, strict=True)),
    }
    target.write_text(json.dumps(figures), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
