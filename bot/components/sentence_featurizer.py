"""Sentence embeddings as features of a message."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.sentence_encoder import SentenceEncoder, fingerprint, model_folder, model_id
from components.spelling import settle_spelling

SAMPLE = 1000
EMBEDDING = "embedding"
"""Of a message's metadata: {"model": the embedding model's id, "vector": float32 in base64}."""


class OtherEmbeddingModel(RasaException):
    """The bot was trained with another embedding model. Train it again: python bot/train.py"""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """One vector a message: its E5 embedding, centred and scaled as the training texts were.

    E5 vectors lie in a narrow cone. LogisticRegressionClassifier has no regularisation setting, so `spread`
    (the root-mean-square length of the centred training vectors) stands in for it: larger fits closer.

    Who asks may send along the embedding it has made already, of what the message asks for: to make one is a
    third of what a turn costs the bot.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["onnxruntime", "tokenizers"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            **DenseFeaturizer.get_default_config(),
            "model_path": "models/multilingual-e5-small",
            "threads": 1,
            "spread": 8.0,
        }

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Every setting has a default and no rule beyond it."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        # Rasa's training cache must notice when the embedding model's file changes.
        return fingerprint(model_folder(config["model_path"]))

    def __init__(
        self, config: dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource
    ) -> None:
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        folder = model_folder(config["model_path"])
        self._encoder = SentenceEncoder(folder, threads=config["threads"])
        self._model_id = model_id(folder)
        self._fingerprint = fingerprint(folder)
        self._centre: np.ndarray = np.zeros(1, dtype=np.float32)
        self._scale = 1.0

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturizer:
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceFeaturizer:
        featurizer = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder, np.load(folder / "scaling.npz") as fitted:
            if str(fitted["fingerprint"]) != featurizer._fingerprint:
                raise OtherEmbeddingModel(OtherEmbeddingModel.__doc__)
            featurizer._centre = fitted["centre"]
            featurizer._scale = float(fitted["scale"])
        return featurizer

    def train(self, training_data: TrainingData) -> Resource:
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        if examples:
            # Rasa embeds every example again for the classifier; a sample settles centre and length.
            vectors = self._encode(examples[:: max(1, len(examples) // SAMPLE)])
            self._centre = vectors.mean(axis=0)
            spread = np.sqrt(np.square(vectors - self._centre).sum(axis=1).mean())
            self._scale = self._config["spread"] / max(float(spread), 1e-9)
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(
                folder / "scaling.npz", centre=self._centre, scale=self._scale, fingerprint=self._fingerprint
            )
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        with_text = [message for message in messages if message.get(TEXT)]
        if with_text:
            vectors = self._vectors(with_text)
            scaled = (vectors - self._centre) * self._scale
            for message, vector in zip(with_text, scaled, strict=True):
                self.add_features_to_message(None, vector[None, :], TEXT, message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def _vectors(self, messages: list[Message]) -> np.ndarray:
        given = [self._given(message) for message in messages]
        missing = [message for message, vector in zip(messages, given, strict=True) if vector is None]
        made = iter(self._encode(missing) if missing else ())
        return np.stack([next(made) if vector is None else vector for vector in given])

    def _given(self, message: Message) -> np.ndarray | None:
        """The embedding that came with a message, if it is one of this model.

        It is taken out of the metadata, which Rasa would keep with the tracker.
        """
        metadata = message.get("metadata")
        sent = metadata.pop(EMBEDDING, None) if isinstance(metadata, dict) else None
        if not isinstance(sent, dict) or sent.get("model") != self._model_id:
            return None
        vector = np.frombuffer(base64.b64decode(sent["vector"]), dtype="<f4")
        return vector if vector.shape == self._centre.shape else None

    def _encode(self, messages: list[Message]) -> np.ndarray:
        return self._encoder.encode([settle_spelling(message.get(TEXT)) for message in messages])
