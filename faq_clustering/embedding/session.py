"""One way to open and run the ONNX encoder: padded batches in, mean-pooled unit vectors out."""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt

from faq_clustering.embedding.rowwise import by_row

# Its kernel for the CPU is slower than the two it replaces: the encoder takes a sixth longer with it.
SLOWER = ["SkipLayerNormFusion"]


def open_session(path: Path, threads: int = 0) -> Any:
    """An onnxruntime session on the CPU, products by row. `threads` 0 leaves the number to onnxruntime."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # Threads that spin between questions cost the other processes of a small machine their core.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    # From a file: a session keeps the bytes it is given, 118 MB here.
    with TemporaryDirectory(prefix="madoguchi-") as folder:
        rewritten = Path(folder) / path.name
        rewritten.write_bytes(by_row(path))
        return onnxruntime.InferenceSession(
            str(rewritten), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER
        )


def open_tokenizer(path: Path, max_tokens: int) -> Any:
    """The tokenizer that pads to the longest text of a batch and cuts at `max_tokens`."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.enable_truncation(max_tokens)
    tokenizer.enable_padding(pad_id=tokenizer.token_to_id("<pad>"), pad_token="<pad>")
    return tokenizer


class OnnxModel:
    """The encoder and tokenizer in `folder`, opened."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        self.folder = folder
        self.max_tokens, self.dimension = int(manifest["max_tokens"]), int(manifest["dimensions"])
        self.tokenizer = open_tokenizer(folder / "tokenizer.json", self.max_tokens)
        self.session = open_session(folder / "model_int8.onnx", threads)

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """(n, d) unit rows of one padded batch, prompts included in the texts."""
        return pooled(self.session, tokenise(self.tokenizer, texts))


def tokenise(tokenizer: Any, texts: Sequence[str]) -> dict[str, npt.NDArray[np.int64]]:
    """`input_ids` and `attention_mask`, (n, longest)."""
    encoded = tokenizer.encode_batch(list(texts))
    return {
        "input_ids": np.array([e.ids for e in encoded], dtype=np.int64),
        "attention_mask": np.array([e.attention_mask for e in encoded], dtype=np.int64),
    }


def pooled(session: Any, tokens: dict[str, npt.NDArray[np.int64]]) -> npt.NDArray[np.float32]:
    """Mean of the real tokens' states, L2-normalised, (n, d)."""
    states = session.run(["last_hidden_state"], tokens)[0]
    mask = tokens["attention_mask"][:, :, None].astype(np.float32)
    mean = (states * mask).sum(axis=1) / np.maximum(mask.sum(axis=1), 1.0)
    unit: npt.NDArray[np.float32] = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-12)
    return unit.astype(np.float32)
