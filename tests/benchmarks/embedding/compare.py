"""Our embedder against `SentenceTransformer.encode` of the same weights on torch, same texts, in one run.

    OMP_WAIT_POLICY=PASSIVE python -m tests.benchmarks.embedding.compare [--data ../shared/data]

Both take turns, so that other work on the machine slows both; a ratio is the median of the turns'. Without
the passive policy torch's threads spin while they wait for a core that other work has, which flatters us.
With one thread the processor's seconds are the figure that other work changes least.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

from faq_clustering.embedding import Embedder, load_embedder
from tests.benchmarks.embedding.reference import ROOT, on_torch
from tests.benchmarks.embedding.texts import read_sets

MODEL = ROOT / "models" / "multilingual-e5-small"
RESULT = Path(__file__).parent / "result.json"
Encode = Callable[[list[str]], Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--texts", type=int, default=500, help="of each set, evenly chosen")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--out", type=Path, default=RESULT)
    asked = parser.parse_args()
    sets = read_sets(asked.data, asked.texts)
    with tempfile.TemporaryDirectory() as work:
        theirs = on_torch(Path(work))
        measured = {f"threads_{n}": with_threads(theirs.encode, sets, asked.turns, n) for n in asked.threads}
    waiting = os.environ.get("OMP_WAIT_POLICY", "")
    result = {"turns": asked.turns, "cores": os.cpu_count(), "wait_policy": waiting, **measured}
    asked.out.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    print(json.dumps(result, indent=2))


def with_threads(
    theirs: Encode, sets: dict[str, list[str]], turns: int, threads: int
) -> dict[str, dict[str, float]]:
    """Every set's figures, both on `threads` threads."""
    torch.set_num_threads(threads)
    ours = load_embedder(str(MODEL), threads=threads)
    return {name: compare(ours, theirs, texts, turns) for name, texts in sets.items()}


def compare(ours: Embedder, theirs: Encode, texts: list[str], turns: int) -> dict[str, float]:
    """Texts per second of both, their ratio, and how near their vectors are."""
    ours.encode(texts[:32])
    theirs(texts[:32])
    seconds = np.array([[*timed(ours.encode, texts), *timed(theirs, texts)] for _ in range(turns)])
    wall, spent = seconds[:, 2] / seconds[:, 0], seconds[:, 3] / seconds[:, 1]
    fast, exact = ours.encode(texts), np.asarray(theirs(texts))
    cosines = (fast * exact).sum(axis=1)
    return {
        "texts": len(texts),
        "ours_per_second": rounded(len(texts) / np.median(seconds[:, 0])),
        "torch_per_second": rounded(len(texts) / np.median(seconds[:, 2])),
        "ratio": rounded(np.median(wall)),
        "ratio_lowest": rounded(wall.min()),
        "ratio_highest": rounded(wall.max()),
        "ratio_of_processor_seconds": rounded(np.median(spent)),
        "cosine_mean": rounded(cosines.mean(), 5),
        "cosine_first_percentile": rounded(np.percentile(cosines, 1), 5),
        "same_nearest_neighbour": rounded(np.mean(nearest(fast) == nearest(exact)), 3),
        "cosine_alone_against_together_lowest": rounded(alone(ours, texts[:60], fast[:60]), 6),
    }


def timed(encode: Encode, texts: list[str]) -> tuple[float, float]:
    """Seconds of the clock and of the processor."""
    wall, spent = time.perf_counter(), time.process_time()
    encode(texts)
    return time.perf_counter() - wall, time.process_time() - spent


def nearest(vectors: np.ndarray) -> np.ndarray:
    """Row of each row's nearest other, (n,)."""
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -2)
    return cosines.argmax(axis=1)


def alone(ours: Embedder, texts: list[str], together: np.ndarray) -> float:
    """The lowest cosine between a text's vector in its batch and by itself."""
    return float(min((ours.encode([text])[0] * row).sum() for text, row in zip(texts, together, strict=True)))


def rounded(value: Any, digits: int = 2) -> float:
    return round(float(value), digits)


if __name__ == "__main__":
    main()
