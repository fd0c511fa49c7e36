"""One way to open and run the ONNX encoder: padded batches in, mean-pooled unit vectors out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


def open_session(path: Path, threads: int = 0) -> Any:
    """An onnxruntime session on the CPU. `threads` 0 leaves the number to onnxruntime."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # Threads that spin between questions cost the other processes of a small machine their core.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def open_tokenizer(path: Path, max_tokens: int) -> Any:
    """The tokenizer that pads to the longest text of a batch and cuts at `max_tokens`."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.enable_truncation(max_tokens)
    tokenizer.enable_padding(pad_id=tokenizer.token_to_id("<pad>"), pad_token="<pad>")
    return tokenizer


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
