"""Refuses what is neither Japanese nor English, before meaning is guessed from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.linear_model import LogisticRegression

from components.ngram_rows import NgramRows, new_vectorizer
from components.writing import is_readable


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LanguageGate(IntentClassifier, GraphComponent):
    """Says nlu_fallback of foreign text and noise, whatever was guessed.

    A multilingual embedding understands `Merci beaucoup` and would have it thanked in Japanese. So this one
    looks at letters alone: a logistic regression on character n-grams, the examples of nlu_fallback against
    all others. `threshold`: the probability of being foreign or noise from which a text is refused.
    """

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"min_ngram": 1, "max_ngram": 4, "min_df": 2, "C": 100.0, "threshold": 0.6}

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._rows: NgramRows | None = None
        self._weights: np.ndarray = np.zeros(0)
        self._intercept = 0.0

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageGate:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LanguageGate:
        gate = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            gate._read(folder)
        return gate

    def train(self, training_data: TrainingData) -> Resource:
        rows = [(one.get(TEXT), one.get(INTENT)) for one in training_data.intent_examples if one.get(TEXT)]
        strange = np.array([intent == DEFAULT_NLU_FALLBACK_INTENT_NAME for _, intent in rows])
        if strange.any() and not strange.all():
            vectorizer = new_vectorizer(self._config)
            features = vectorizer.fit_transform([text for text, _ in rows])
            self._rows = NgramRows.of(vectorizer, self._config)
            fitted = LogisticRegression(C=self._config["C"], class_weight="balanced", max_iter=1000)
            fitted.fit(features, strange)
            self._weights, self._intercept = fitted.coef_[0], float(fitted.intercept_[0])
        with self._model_storage.write_to(self._resource) as folder:
            self._write(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if text and (doubt := self.strangeness(text)) >= self._config["threshold"]:
                refused = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": doubt}
                message.set(INTENT, refused, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [refused], add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def strangeness(self, text: str) -> float:
        """The probability, 0 to 1, that a text is neither Japanese nor English."""
        if not is_readable(text):
            return 1.0
        if self._rows is None:
            return 0.0
        columns, weights = self._rows.row(text)
        score = float(weights @ self._weights[columns]) + self._intercept
        return float(1.0 / (1.0 + np.exp(-score)))

    def _write(self, folder: Path) -> None:
        grams = self._rows.grams if self._rows else []
        (folder / "ngrams.json").write_text(json.dumps(grams, ensure_ascii=False), encoding="utf-8")
        idf = self._rows.idf if self._rows else np.zeros(0)
        np.savez(folder / "gate.npz", idf=idf, weights=self._weights, intercept=self._intercept)

    def _read(self, folder: Path) -> None:
        grams = json.loads((folder / "ngrams.json").read_text(encoding="utf-8"))
        with np.load(folder / "gate.npz") as fitted:
            if grams:
                self._rows = NgramRows(grams, fitted["idf"], self._config)
            self._weights, self._intercept = fitted["weights"], float(fitted["intercept"])
