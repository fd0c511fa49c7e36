"""multilingual-e5-small as an ONNX file: texts in, unit vectors out."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

REPOSITORY = Path(__file__).resolve().parents[2]
MAX_TOKENS = 512
BATCH = 32


def model_folder(model_path: str) -> Path:
    """Where the embedding model lies: MADOGUCHI_MODEL_DIR, else `model_path`, from the repository's root."""
    return REPOSITORY / (os.environ.get("MADOGUCHI_MODEL_DIR") or model_path)


def fingerprint(folder: Path) -> str:
    """The SHA-256 of the two files vectors depend on."""
    digest = hashlib.sha256()
    for name in ("model_int8.onnx", "tokenizer.json"):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def model_id(folder: Path) -> str:
    """What names the model and its content wherever vectors are exchanged."""
    return str(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["model_id"])


class SentenceEncoder:
    """E5 as its authors use it: `query: ` prefix, mean pooling, L2 norm."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Spinning threads would take the core away from the web server.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(folder / "model_int8.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {tensor.name for tensor in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding(pad_id=self._tokenizer.token_to_id("<pad>"), pad_token="<pad>")

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return float32 (n, dimensions), rows of length 1, in the order of the texts."""
        # Texts of like length share a batch, so little is padded.
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        rows: dict[int, np.ndarray] = {}
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            rows.update(zip(batch, self._encode_batch([texts[index] for index in batch]), strict=True))
        return np.stack([rows[index] for index in range(len(texts))])

    def _encode_batch(self, texts: list[str]) -> np.ndarray:
        encodings = self._tokenizer.encode_batch([f"query: {text}" for text in texts])
        mask = np.array([encoding.attention_mask for encoding in encodings], dtype=np.int64)
        feed = {
            "input_ids": np.array([encoding.ids for encoding in encodings], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        (states,) = self._session.run(
            ["last_hidden_state"], {name: feed[name] for name in feed if name in self._inputs}
        )
        weights = mask[:, :, None].astype(np.float32)
        vectors = (states * weights).sum(axis=1) / weights.sum(axis=1)
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
