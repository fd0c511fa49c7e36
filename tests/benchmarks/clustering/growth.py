"""How our library's time and memory grow with the rows: growth.json.

    .venv/bin/python -m tests.benchmarks.clustering.growth [--largest 50000]

Up to 28,561 rows are real: the three public sets together. Above, each new row lies between a real row and
one of its 10 nearest, up to halfway, with Gaussian noise of length .1, normalised: as near to its neighbours
as real rows are to theirs, and no copy of any.
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
from numpy.typing import NDArray

from tests.benchmarks.clustering import results
from tests.benchmarks.clustering.machine import THREAD_LIMITS, load, machine, today
from tests.benchmarks.clustering.sets import CACHE, PUBLIC
from tests.benchmarks.clustering.sets import load as load_set

SIZES = (5_000, 13_000, 20_000, 50_000, 100_000, 200_000)
NEIGHBOURS = 10
NOISE = 0.1
BLOCK = 2_000

Floats = NDArray[np.float32]


def main(
    cache: Annotated[Path, typer.Option(help="Where `prepare` put the embeddings.")] = CACHE,
    largest: Annotated[int, typer.Option(help="Stop at this many rows.")] = SIZES[-1],
    output: Annotated[Path, typer.Option(help="Results are written here.")] = results.GROWTH,
) -> None:
    """Measure each size in a process of its own."""
    real = np.concatenate([load_set(cache, name).vectors for name in PUBLIC])
    found = []
    for size in SIZES:
        if size <= largest:
            new = {**_one(enlarged(real, size)), "date": today(), "load": load()}
            print(
                f"{size} rows: CPU {new['cpu']} s, wall {new['wall']} s, peak {new['peak_mb']} MB", flush=True
            )
            found.append(new)
            results.write(found, machine(), output)


def enlarged(real: Floats, size: int) -> Floats:
    """`size` rows: a sample of the real ones, or all of them and new ones between neighbours."""
    random = np.random.default_rng(0)
    if size <= len(real):
        return real[random.choice(len(real), size, replace=False)]
    start = random.integers(len(real), size=size - len(real))
    other = _neighbours(real)[start, random.integers(NEIGHBOURS, size=len(start))]
    share = random.uniform(0, 0.5, (len(start), 1)).astype(np.float32)
    noise = random.standard_normal((len(start), real.shape[1]), np.float32)
    noise *= NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
    new = (1 - share) * real[start] + share * real[other] + noise
    new /= np.linalg.norm(new, axis=1, keepdims=True)
    return random.permutation(np.concatenate([real, new]))


def _neighbours(real: Floats) -> NDArray[np.int64]:
    """The 10 nearest of each row by cosine, without the row itself."""
    found = np.empty((len(real), NEIGHBOURS), np.int64)
    for begin in range(0, len(real), BLOCK):
        rows = np.arange(begin, min(begin + BLOCK, len(real)))
        cosine = real[rows] @ real.T
        cosine[np.arange(len(rows)), rows] = -2
        found[rows] = np.argpartition(-cosine, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]
    return found


def _one(vectors: Floats) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "rows.npz", Path(folder) / "figures.json"
        np.savez(source, vectors=vectors, keys=np.array([f"row {number}" for number in range(len(vectors))]))
        command = [sys.executable, "-m", "tests.benchmarks.clustering.stages", str(source), str(target)]
        subprocess.run(command, check=True, env=os.environ | THREAD_LIMITS)
        figures: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
        return figures


if __name__ == "__main__":
    typer.run(main)
