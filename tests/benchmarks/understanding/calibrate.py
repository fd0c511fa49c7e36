"""Chooses the thresholds of bot/config.yml on texts no model has seen; writes calibration.json.

Usage: .venv-bot/bin/python tests/benchmarks/understanding/calibrate.py [--outside CSV]

Every training example is judged by a model made without it, as the pipeline makes it: sentence vectors and
character n-grams into a logistic regression, and the language gate. Questions from outside (the product's
sample; CSVs with a column `text`) and fresh noise are judged by a model made of all examples. Of all pairs
of thresholds that refuse at least 98 in 100 foreign and noisy examples, the one that refuses fewest real
texts is chosen: the mean of the shares of examples and of each set from outside. Held-out texts take no part.
"""

# ruff: noqa: E402 - the environment must be settled before numpy is imported
from __future__ import annotations

import argparse
import json
import os
import random
import sys
from dataclasses import dataclass
from pathlib import Path

os.environ.update(OMP_NUM_THREADS="1", OMP_WAIT_POLICY="PASSIVE")
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[2] / "bot"), str(HERE)]

import numpy as np
import yaml
from components.ngram_rows import new_vectorizer
from components.sentence_encoder import SentenceEncoder, model_folder
from components.spelling import settle_spelling
from components.writing import is_readable
from noise import made
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from texts import BOT, FALLBACK, bare, drawn, drawn_from, sample_questions, trained

FOLDS = 4
WANTED = 0.98
OF_INTENTS = (0.0, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
OF_GATE = (0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
# Not the seed the training examples were made with.
NOISE_SEED = 77


@dataclass(frozen=True, slots=True)
class Texts:
    texts: np.ndarray  # (n,) str
    vectors: np.ndarray  # (n, dimensions), length 1
    intents: np.ndarray  # (n,) str

    def __getitem__(self, which: np.ndarray) -> Texts:
        return Texts(self.texts[which], self.vectors[which], self.intents[which])


@dataclass(frozen=True, slots=True)
class Judged:
    said: np.ndarray  # (n,) the likeliest intent
    sure: np.ndarray  # (n,) its probability
    strange: np.ndarray  # (n,) how likely it is foreign or noise, 0 to 1

    def refused(self, low: float, gate: float) -> np.ndarray:
        return (self.said == FALLBACK) | (self.sure < low) | (self.strange >= gate)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--outside", type=Path, action="append", default=[])
    outside = {"sample": drawn_from([one.text for one in sample_questions()])}
    outside |= {path.stem: drawn(path) for path in arguments.parse_args().outside}

    settings = {one["name"].split(".")[-1]: one for one in pipeline()}
    encoder = SentenceEncoder(model_folder(settings["SentenceFeaturizer"]["model_path"]), threads=1)
    rows = trained()
    examples = embedded(encoder, [one.text for one in rows], [one.intent for one in rows])
    japanese = np.array([one.language == "ja" for one in rows])
    learnt = {bare(one.text) for one in rows}
    fresh = [text for text in made(random.Random(NOISE_SEED)) if bare(text) not in learnt]

    judged = out_of_fold(settings, examples)
    judge = Judge(settings, examples)
    judged_outside = {name: judge(embedded(encoder, texts)) for name, texts in outside.items()}
    judged_noise = judge(embedded(encoder, fresh))

    table = []
    for low in OF_INTENTS:
        for gate in OF_GATE:
            row = figures(judged, examples.intents, japanese, low, gate)
            row["fresh_noise_refused"] = share(judged_noise.refused(low, gate))
            row["outside_refused"] = {
                name: share(one.refused(low, gate)) for name, one in judged_outside.items()
            }
            table.append(row)
    enough = [row for row in table if row["strange_refused"] >= WANTED]
    chosen = min(enough, key=cost) if enough else None
    result = {"examples": len(rows), "folds": FOLDS, "wanted": WANTED, "chosen": chosen, "table": table}
    (HERE / "calibration.json").write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(chosen, indent=1))


def pipeline() -> list[dict[str, object]]:
    return yaml.safe_load((BOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]


def embedded(encoder: SentenceEncoder, texts: list[str], intents: list[str] | None = None) -> Texts:
    vectors = encoder.encode([settle_spelling(text) for text in texts])
    return Texts(np.array(texts, dtype=object), vectors, np.array(intents or [""] * len(texts)))


def out_of_fold(settings, examples: Texts) -> Judged:
    count = len(examples.texts)
    said, sure, strange = np.empty(count, dtype=object), np.zeros(count), np.zeros(count)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=1)
    for known, new in folds.split(examples.texts, examples.intents):
        one = Judge(settings, examples[known])(examples[new])
        said[new], sure[new], strange[new] = one.said, one.sure, one.strange
    return Judged(said, sure, strange)


class Judge:
    """The pipeline's classifier and gate, learnt from these examples."""

    def __init__(self, settings, examples: Texts) -> None:
        self._ngrams, self._gate = settings["CharacterNgrams"], settings["LanguageGate"]
        self._centre = examples.vectors.mean(axis=0)
        length = np.sqrt(np.square(examples.vectors - self._centre).sum(axis=1).mean())
        self._scale = settings["SentenceFeaturizer"]["spread"] / length
        # Classifier and gate count the same n-grams.
        self._vectorizer = new_vectorizer({"min_ngram": 1, "min_df": 2, **self._ngrams}).fit(examples.texts)
        self._intents = LogisticRegression(class_weight="balanced", max_iter=1000, tol=1e-3)
        self._intents.fit(self._features(examples), examples.intents)
        self._strange = LogisticRegression(C=self._gate["C"], class_weight="balanced", max_iter=1000)
        self._strange.fit(self._vectorizer.transform(examples.texts), examples.intents == FALLBACK)

    def __call__(self, new: Texts) -> Judged:
        probabilities = self._intents.predict_proba(self._features(new))
        strange = self._strange.predict_proba(self._vectorizer.transform(new.texts))[:, 1]
        strange[[not is_readable(text) for text in new.texts]] = 1.0
        said = self._intents.classes_[probabilities.argmax(axis=1)]
        return Judged(said, probabilities.max(axis=1), strange)

    def _features(self, texts: Texts):
        letters = self._vectorizer.transform(texts.texts) * self._ngrams["weight"]
        return hstack([letters, csr_matrix((texts.vectors - self._centre) * self._scale)]).tocsr()


def figures(judged: Judged, intents: np.ndarray, japanese: np.ndarray, low: float, gate: float):
    refused, real = judged.refused(low, gate), intents != FALLBACK
    right = (judged.said == intents) & ~refused
    return {
        "fallback_threshold": low,
        "gate_threshold": gate,
        "strange_refused": share(refused[~real]),
        "real_refused": share(refused[real]),
        "accuracy_ja": share(right[real & japanese]),
        "accuracy_en": share(right[real & ~japanese]),
    }


def cost(row) -> float:
    """The mean share of real texts refused, over the examples and every set from outside."""
    return float(np.mean([row["real_refused"], *row["outside_refused"].values()]))


def share(of_them: np.ndarray) -> float:
    return round(float(of_them.mean()), 4)


if __name__ == "__main__":
    main()
