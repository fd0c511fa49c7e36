"""Make `faq_clustering/answering/prior.json`: what most desks have in common.

    .venv/bin/python -m tests.benchmarks.answering.prior [--without banking77 --out FILE.json]

The embeddings are those that `tests.benchmarks.clustering.prepare` made.

Made-up desks of 2 to 60 FAQs with 1 to 20 phrasings each and 0 to 300 background texts are drawn from the
sets, asked fresh questions of their FAQs and of other topics, and the weights are fitted to what was right.
Every desk counts the same. `--without` leaves a set out, to see how much the prior owes to it.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from faq_clustering.answering import GENERIC_LANGUAGES, GENERIC_TEXTS, Language, logistic
from faq_clustering.answering.desk import SEEN, Desk
from faq_clustering.answering.evidence import FEATURES, features
from faq_clustering.answering.examples import gather
from faq_clustering.answering.material import Material
from faq_clustering.answering.ranking import Ranking
from faq_clustering.answering.space import LANGUAGES, Floats, Integers, codes
from faq_clustering.answering.words import bag
from faq_clustering.embedding import load_embedder

SETS: dict[str, Language] = {"banking77": "en", "hwu64": "en", "jsquad": "ja", "sample": "ja"}
SIZES = ((2, 10), (4, 5), (8, 3), (8, 10), (12, 1), (25, 5), (25, 10), (40, 20), (60, 10), (60, 5))
BACKGROUND = (0, 60, 300)
QUESTIONS = 400
SHARE = 0.25
HOLD = 8.0


class Drawn:
    """One made-up desk and fresh questions for it, -1 where none of its FAQs answers."""

    def __init__(self, name: str, sets: dict[str, dict[str, np.ndarray]], seed: int, generic: Floats) -> None:
        data, random = sets[name], np.random.default_rng(seed)
        code = LANGUAGES.index(SETS[name])
        faqs, phrasings = SIZES[seed % len(SIZES)]
        labels, label = np.unique(data["labels"], return_inverse=True)
        enough = random.permutation(np.flatnonzero(np.bincount(label) >= phrasings + 5))
        faqs = min(faqs, max(2, len(enough) - 4))
        chosen, other = enough[:faqs], np.setdiff1d(np.arange(len(labels)), enough[:faqs])
        around, rest = np.split(random.permutation(other), [len(other) // 2])
        said, asked, own = [], [], []
        for number, topic in enumerate(chosen):
            rows = random.permutation(np.flatnonzero(label == topic))
            said += [(row, number) for row in rows[:phrasings]]
            asked += list(rows[phrasings : phrasings + QUESTIONS // faqs + 1])
            own += [number] * len(rows[phrasings : phrasings + QUESTIONS // faqs + 1])
        foreign = random.permutation(np.flatnonzero(np.isin(label, rest)))[: QUESTIONS // 2]
        beside = random.permutation(np.flatnonzero(np.isin(label, around)))[: BACKGROUND[seed % 3]]
        self.said = _material(data, np.array([row for row, _ in said]), code)
        self.group: Integers = np.array([number for _, number in said], dtype=np.int64)
        self.faqs, self.code = faqs, code
        known = _material(data, beside, code)
        self.others = Material(
            vectors=np.concatenate([generic, known.vectors]),
            language=np.concatenate([codes(GENERIC_LANGUAGES), known.language]),
            bags=bag([*GENERIC_TEXTS, *map(str, data["texts"][beside])]),
        )
        self.asked = _material(data, np.concatenate([np.array(asked, dtype=np.int64), foreign]), code)
        self.own: Integers = np.concatenate([np.array(own), np.full(len(foreign), -1)]).astype(np.int64)

    def desk(self) -> Desk:
        """What it learns."""
        return Desk.learn(self.said, self.group, self.faqs, self.others)


def _material(data: dict[str, np.ndarray], rows: Integers, code: int) -> Material:
    return Material.of(
        data["vectors"][rows], np.full(len(rows), code, dtype=np.int64), list(map(str, data["texts"][rows]))
    )


def desks(sets: dict[str, dict[str, np.ndarray]], count: int, generic: Floats) -> Iterator[Drawn]:
    """Draw `count` desks of each set."""
    for seed in range(count):
        for name in sets:
            yield Drawn(name, sets, seed, generic)


def ranking(drawn: list[Drawn]) -> Ranking:
    """How fresh questions are best ranked, over all desks."""
    sights = []
    for one in drawn:
        mine = one.own >= 0
        seen = one.desk().look(one.asked.vectors[mine], one.code, one.asked.bags[mine])
        sights.append((seen, one.own[mine]))
    every = np.concatenate([sight.signals.reshape(-1, len(SEEN)) for sight, _ in sights])
    scale = (every.std(axis=0) + 1e-3).astype(np.float32)
    begin = np.array([1.0 if name.startswith("ridge") else 0.0 for name in SEEN], dtype=np.float32)
    return Ranking.learn(sights, Ranking(weights=begin, scale=scale))


def fit_prior(drawn: list[Drawn], path: Path) -> None:
    """Write the prior that suits these desks best."""
    order = ranking(drawn)
    flat = [0.0] * (len(FEATURES) + 1)
    blank = {
        "features": list(FEATURES), "centre": flat[1:], "spread": [1.0] * len(FEATURES), "right": flat,
        "among": flat, "ranking": order.weights.tolist(), "scale": order.scale.tolist(),
    }  # fmt: skip
    path.write_text(json.dumps(blank), encoding="utf-8")
    logistic.prior.cache_clear()
    rows, right, among, weight = [], [], [], []
    for one in drawn:
        desk = one.desk()
        _, mine, typical = gather(desk, one.said, one.group, one.others, None, None)
        sight = mine.order(desk.look(one.asked.vectors, one.code, one.asked.bags))
        rows.append(features(sight, typical))
        right.append(sight.faqs[:, 0] == one.own)
        among.append((sight.faqs[:, :3] == one.own[:, None]).any(axis=1))
        inside = one.own >= 0
        weight.append(np.where(inside, (1 - SHARE) / inside.sum(), SHARE / max((~inside).sum(), 1)))
    every, worth = np.concatenate(rows), np.concatenate(weight)
    worth *= len(every) / worth.sum()
    blank["centre"] = np.average(every, axis=0, weights=worth).round(4).tolist()
    blank["spread"] = (every.std(axis=0) + 1e-3).round(4).tolist()
    path.write_text(json.dumps(blank), encoding="utf-8")
    logistic.prior.cache_clear()
    seen, begin = logistic.standard(every), np.zeros(len(FEATURES) + 1)
    for name, truth in (("right", right), ("among", among)):
        found = logistic.fit(seen, np.concatenate(truth), worth, begin, HOLD)
        blank[name] = found.round(4).tolist()
    blank["ranking"] = order.weights.round(4).tolist()
    blank["scale"] = order.scale.round(4).tolist()
    path.write_text(json.dumps(blank, indent=1) + "\n", encoding="utf-8")
    logistic.prior.cache_clear()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--vectors", type=Path, default=Path("tests/output/clustering"))
    parser.add_argument("--model", default="models/multilingual-e5-small")
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--desks", type=int, default=20)
    parser.add_argument("--out", type=Path, default=logistic.FILE)
    given = parser.parse_args()
    sets = {}
    for name in SETS:
        if name not in given.without:
            with np.load(given.vectors / f"{name}.npz") as file:
                sets[name] = {key: file[key] for key in ("texts", "labels", "vectors")}
    generic = load_embedder(given.model).encode(list(GENERIC_TEXTS))
    logistic.FILE = given.out
    with threadpool_limits(1):
        drawn = list(desks(sets, given.desks, generic))
        fit_prior(drawn, given.out)


if __name__ == "__main__":
    main()
