"""A tokenizer for Japanese and English text."""

from __future__ import annotations

import re
from typing import Any

from fugashi import Tagger
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

JAPANESE = re.compile(r"[\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f々〆]")
WORD = re.compile(r"\w+(?:['’-]\w+)*")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class BilingualTokenizer(Tokenizer):
    """Splits Japanese with MeCab (UniDic) and everything else at word boundaries."""

    @staticmethod
    def supported_languages() -> list[str] | None:
        return ["ja", "en"]

    @staticmethod
    def required_packages() -> list[str]:
        return ["fugashi", "unidic_lite"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        self._tagger = Tagger("-Owakati")

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> BilingualTokenizer:
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        text = message.get(attribute)
        # A message of signs only still needs one token.
        words = self._words(text) or [text]
        return self._apply_token_pattern(self._convert_words_to_tokens(words, text))

    def _words(self, text: str) -> list[str]:
        if JAPANESE.search(text):
            return [word.surface for word in self._tagger(text)]
        return WORD.findall(text)
