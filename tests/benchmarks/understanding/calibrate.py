"""Chooses the thresholds of bot/config.yml from out-of-fold probabilities; writes calibration.json.

Usage: .venv-bot/bin/python tests/benchmarks/understanding/calibrate.py

Every training example is judged by a model that has not seen it, made as the pipeline makes it: sentence
vectors and character n-grams into a logistic regression, and the language gate. Of all pairs of thresholds
that refuse at least 98 in 100 foreign and noisy examples, the one that refuses fewest real ones is chosen.
Held-out texts take no part.
"""

# ruff: noqa: E402 - the environment must be settled before numpy is imported
from __future__ import annotations

import json
import os
import sys
from pathlib import Path

os.environ.update(OMP_NUM_THREADS="1", OMP_WAIT_POLICY="PASSIVE")
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[2] / "bot"), str(HERE)]

import numpy as np
import yaml
from components.character_ngrams import new_vectorizer
from components.sentence_encoder import SentenceEncoder, model_folder
from components.spelling import settle_spelling
from components.writing import is_readable
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from texts import BOT, FALLBACK, trained

FOLDS = 4
WANTED = 0.98
OF_INTENTS = (0.0, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
OF_GATE = (0.4, 0.5, 0.6, 0.7, 0.8, 1.0)


def main() -> None:
    settings = {one["name"].split(".")[-1]: one for one in pipeline()}
    rows = trained()
    texts = np.array([one.text for one in rows], dtype=object)
    intents = np.array([one.intent for one in rows])
    japanese = np.array([one.language == "ja" for one in rows])
    vectors = SentenceEncoder(model_folder(settings["SentenceFeaturizer"]["model_path"]), threads=2).encode(
        [settle_spelling(text) for text in texts]
    )

    said = np.empty(len(rows), dtype=object)
    sure, strange = np.zeros(len(rows)), np.zeros(len(rows))
    for known, new in StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(texts, intents):
        said[new], sure[new] = guess(settings, texts, vectors, intents, known, new)
        strange[new] = doubt(settings, texts, intents == FALLBACK, known, new)
    strange[[not is_readable(text) for text in texts]] = 1.0

    table = [
        figures(said, sure, strange, intents, japanese, low, gate) for low in OF_INTENTS for gate in OF_GATE
    ]
    enough = [row for row in table if row["strange_refused"] >= WANTED]
    chosen = min(enough, key=lambda row: row["real_refused"]) if enough else None
    result = {"examples": len(rows), "folds": FOLDS, "wanted": WANTED, "chosen": chosen, "table": table}
    (HERE / "calibration.json").write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(chosen, indent=1))


def pipeline() -> list[dict[str, object]]:
    return yaml.safe_load((BOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]


def guess(settings, texts, vectors, intents, known, new):
    """The likeliest intent of the new texts and its probability, learnt from the known ones."""
    centre = vectors[known].mean(axis=0)
    length = np.sqrt(np.square(vectors[known] - centre).sum(axis=1).mean())
    scaled = (vectors - centre) * settings["SentenceFeaturizer"]["spread"] / length
    ngrams = settings["CharacterNgrams"]
    vectorizer = new_vectorizer({"min_ngram": 1, "min_df": 2, **ngrams}).fit(texts[known])

    def features(which):
        letters = vectorizer.transform(texts[which]) * ngrams["weight"]
        return hstack([letters, csr_matrix(scaled[which])]).tocsr()

    fitted = LogisticRegression(class_weight="balanced", max_iter=1000, tol=1e-3)
    fitted.fit(features(known), intents[known])
    probabilities = fitted.predict_proba(features(new))
    return fitted.classes_[probabilities.argmax(axis=1)], probabilities.max(axis=1)


def doubt(settings, texts, is_strange, known, new):
    """How likely the new texts are foreign or noise, 0 to 1, as LanguageGate reckons."""
    vectorizer = new_vectorizer({"min_ngram": 1, "max_ngram": 4, "min_df": 2})
    fitted = LogisticRegression(C=settings["LanguageGate"]["C"], class_weight="balanced", max_iter=1000)
    fitted.fit(vectorizer.fit_transform(texts[known]), is_strange[known])
    return fitted.predict_proba(vectorizer.transform(texts[new]))[:, 1]


def figures(said, sure, strange, intents, japanese, low, gate) -> dict[str, float]:
    refused = (said == FALLBACK) | (sure < low) | (strange >= gate)
    real = intents != FALLBACK
    right = (said == intents) & ~refused
    return {
        "fallback_threshold": low,
        "gate_threshold": gate,
        "strange_refused": round(float(refused[~real].mean()), 4),
        "real_refused": round(float(refused[real].mean()), 4),
        "accuracy_ja": round(float(right[real & japanese].mean()), 4),
        "accuracy_en": round(float(right[real & ~japanese].mean()), 4),
    }


if __name__ == "__main__":
    main()
