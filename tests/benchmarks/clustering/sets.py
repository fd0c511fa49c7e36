"""The sets of the benchmark: public ones whole and sampled, and others that nothing was tuned on."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]

CACHE = Path("tests/output/clustering")

# Rows of a sample, and how many samples: small ones differ more from each other.
SAMPLES = {300: 5, 1_000: 3, 5_000: 2}
PUBLIC = ("banking77", "hwu64", "jsquad")
SAMPLE = "sample"
LEAST_IN_ZIPF = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Embedded:
    """Rows with their label. vectors float32 (n, d), L2-normalised; the others strings (n,)."""

    texts: NDArray[Any]
    keys: NDArray[Any]
    labels: NDArray[Any]
    vectors: NDArray[np.float32]

    def take(self, rows: Rows) -> "Embedded":
        """The rows asked for, in that order."""
        return Embedded(
            texts=self.texts[rows],
            keys=self.keys[rows],
            labels=self.labels[rows],
            vectors=self.vectors[rows],
        )

    def fingerprint(self) -> str:
        """Tells whether two results are about the same vectors."""
        return hashlib.sha256(self.vectors.tobytes()).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """One set to cluster. Sets of one `group` are repeats of each other: their median is reported."""

    name: str
    group: str
    make: Callable[[], Embedded]


def load(cache: Path, name: str) -> Embedded:
    """What `prepare` wrote."""
    with np.load(cache / f"{name}.npz") as file:
        return Embedded(**{key: file[key] for key in ("texts", "keys", "labels", "vectors")})


def every_set(cache: Path) -> Iterator[Named]:
    """All sets, small ones first."""
    for size, repeats in SAMPLES.items():
        for name in PUBLIC:
            whole = load(cache, name)
            if len(whole.labels) > size:
                for seed in range(repeats):
                    yield _named(f"{name}-{size}", seed, whole, lambda a, r, size=size: _sample(a, r, size))
    yield from _unseen(cache)
    for name in PUBLIC:
        yield Named(name=name, group=name, make=lambda name=name: load(cache, name))


def _unseen(cache: Path) -> Iterator[Named]:
    yield Named(name=SAMPLE, group=SAMPLE, make=lambda: load(cache, SAMPLE))
    for name in ("banking77", "hwu64"):
        whole = load(cache, name)
        yield _named(f"{name}-zipf", 0, whole, _zipf)
        yield _named(f"{name}-10-intents", 0, whole, lambda a, r: _some_intents(a, r, 10))
        yield _named(f"{name}-25-intents", 0, whole, lambda a, r: _some_intents(a, r, 25))
    both = _together(load(cache, "banking77"), load(cache, "jsquad"))
    yield Named(name="bilingual", group="bilingual", make=lambda: both)


def _named(
    group: str, seed: int, whole: Embedded, choose: Callable[[Embedded, np.random.Generator], Rows]
) -> Named:
    return Named(
        name=f"{group}-seed{seed}",
        group=group,
        make=lambda: whole.take(choose(whole, np.random.default_rng(seed))),
    )


def _sample(whole: Embedded, random: np.random.Generator, size: int) -> Rows:
    return np.sort(random.choice(len(whole.labels), size, replace=False))


def _some_intents(whole: Embedded, random: np.random.Generator, count: int) -> Rows:
    chosen = random.choice(np.unique(whole.labels), count, replace=False)
    return np.flatnonzero(np.isin(whole.labels, chosen))


def _zipf(whole: Embedded, random: np.random.Generator) -> Rows:
    """The intent at place r, in random order, keeps the largest intent's rows / r, at least 3."""
    names, sizes = np.unique(whole.labels, return_counts=True)
    kept = []
    for place, intent in enumerate(random.permutation(names), 1):
        rows = np.flatnonzero(whole.labels == intent)
        wanted = max(LEAST_IN_ZIPF, round(int(sizes.max()) / place))
        kept.append(random.choice(rows, min(wanted, len(rows)), replace=False))
    return np.sort(np.concatenate(kept))


def _together(english: Embedded, japanese: Embedded) -> Embedded:
    """2,500 rows of each, in random order."""
    random = np.random.default_rng(0)
    parts = [part.take(_sample(part, random, 2_500)) for part in (english, japanese)]
    both = joined(parts)
    return both.take(random.permutation(len(both.labels)))


def joined(parts: Sequence[Embedded]) -> Embedded:
    """The rows of all, one part after the other."""
    return Embedded(
        **{field: np.concatenate([getattr(part, field) for part in parts]) for field in Embedded.__slots__}
    )
