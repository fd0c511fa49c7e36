"""Character n-grams across a whole message as features."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer

from components.spelling import sounded_out


def new_vectorizer(config: dict[str, Any], vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
    """TF-IDF of character n-grams, rows of length 1, set by `min_ngram`, `max_ngram` and `min_df`."""
    return TfidfVectorizer(
        analyzer="char",
        ngram_range=(config["min_ngram"], config["max_ngram"]),
        # A vocabulary that is given is not thinned out again.
        min_df=config["min_df"] if vocabulary is None else 1,
        sublinear_tf=True,
        preprocessor=_edged,
        vocabulary=vocabulary,
    )


def vectorizer_from(config: dict[str, Any], grams: list[str], idf: np.ndarray) -> TfidfVectorizer:
    """The vectorizer that was fitted to have these n-grams, by column, and these weights, one each."""
    vectorizer = new_vectorizer(config, {gram: column for column, gram in enumerate(grams)})
    vectorizer.idf_ = idf
    return vectorizer


def _edged(text: str) -> str:
    # Spaces at both ends make beginnings and endings features of their own.
    return f" {sounded_out(text)} "


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class CharacterNgrams(SparseFeaturizer, GraphComponent):
    """TF-IDF of character n-grams, one row of length `weight` a message.

    CountVectorsFeaturizer counts within words, so 直り|ませ|ん never becomes one feature, and a long message
    outweighs its embedding. `weight` is to the n-grams what `spread` is to the sentence vectors.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            **SparseFeaturizer.get_default_config(),
            "min_ngram": 1,
            "max_ngram": 4,
            "min_df": 2,
            "weight": 10.0,
        }

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Every setting has a default and no rule beyond it."""

    def __init__(
        self, config: dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource
    ) -> None:
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._vectorizer: TfidfVectorizer | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CharacterNgrams:
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> CharacterNgrams:
        featurizer = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            grams = json.loads((folder / "ngrams.json").read_text(encoding="utf-8"))
            if grams:
                featurizer._vectorizer = vectorizer_from(
                    featurizer._config, grams, np.load(folder / "idf.npy")
                )
        return featurizer

    def train(self, training_data: TrainingData) -> Resource:
        texts = [example.get(TEXT) for example in training_data.training_examples if example.get(TEXT)]
        if texts:
            self._vectorizer = new_vectorizer(self._config).fit(texts)
        with self._model_storage.write_to(self._resource) as folder:
            grams = list(self._vectorizer.get_feature_names_out()) if self._vectorizer else []
            (folder / "ngrams.json").write_text(json.dumps(grams, ensure_ascii=False), encoding="utf-8")
            if self._vectorizer:
                np.save(folder / "idf.npy", self._vectorizer.idf_)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        with_text = [message for message in messages if message.get(TEXT)]
        if with_text and self._vectorizer:
            rows = self._vectorizer.transform([message.get(TEXT) for message in with_text])
            rows = (rows * self._config["weight"]).tocsr()
            for index, message in enumerate(with_text):
                self.add_features_to_message(None, rows[index], TEXT, message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data
