"""The ONNX encoder as a sentence-transformers module: `SentenceTransformer(modules=[OnnxEncoder(opened)])`.

Importing this file imports torch, which takes seconds; `Embedder.model` does so when it is asked for.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from sentence_transformers.base.modules import InputModule

from faq_clustering.embedding.session import OnnxModel, pooled, tokenise

FILES = ("model_int8.onnx", "tokenizer.json", "manifest.json")


class OnnxEncoder(InputModule):
    """Tokenises, runs the encoder on the CPU, takes the mean of the real tokens and scales it to length 1."""

    def __init__(self, opened: OnnxModel) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.opened = opened
        self.max_seq_length, self.tokenizer = opened.max_tokens, opened.tokenizer

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:
        tokens = tokenise(self.tokenizer, [(prompt or "") + text for text in inputs])
        return {name: torch.from_numpy(values) for name, values in tokens.items()}

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        tokens = {name: features[name].cpu().numpy() for name in ("input_ids", "attention_mask")}
        features["sentence_embedding"] = torch.from_numpy(pooled(self.opened.session, tokens))
        return features

    def get_embedding_dimension(self) -> int:
        return self.opened.dimension

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        for name in FILES:
            shutil.copyfile(self.opened.folder / name, Path(output_path) / name)

    @classmethod
    def load(  # type: ignore[override]
        cls, model_name_or_path: str, subfolder: str = "", **kwargs: Any
    ) -> "OnnxEncoder":
        return cls(OnnxModel(Path(model_name_or_path) / subfolder))
