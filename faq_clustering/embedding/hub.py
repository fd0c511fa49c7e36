"""Fetches the published float32 model from the model hub (`HF_ENDPOINT` may name a mirror)."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from faq_clustering.embedding.container import Array, BertWeights

# The hub's names of a layer's tensors, and the container's.
LAYER = {
    "attention.self.query": "q", "attention.self.key": "k", "attention.self.value": "v",
    "attention.output.dense": "ao", "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi", "output.dense": "fo", "output.LayerNorm": "oln",
}  # fmt: skip
EMBEDDING = {
    "word_embeddings.weight": "emb.word", "position_embeddings.weight": "emb.pos",
    "token_type_embeddings.weight": "emb.type", "LayerNorm.weight": "emb.ln.w", "LayerNorm.bias": "emb.ln.b",
}  # fmt: skip


def reachable(model: str, patience: float) -> bool:
    """Whether the hub answers for this model within `patience` seconds."""
    from huggingface_hub import hf_hub_url

    request = urllib.request.Request(hf_hub_url(model, "config.json"), method="HEAD")
    try:
        with urllib.request.urlopen(request, timeout=patience):
            return True
    except (OSError, urllib.error.URLError, ValueError):
        return False


def download(model: str, folder: Path) -> Path:
    """The folder that holds the published configuration, weights and tokenizer."""
    from huggingface_hub import snapshot_download

    wanted = ["config.json", "model.safetensors", "tokenizer.json"]
    return Path(snapshot_download(model, allow_patterns=wanted, local_dir=folder))


def read_published(files: Path) -> BertWeights:
    """The weights in a folder of `config.json` and `model.safetensors`."""
    from safetensors.numpy import load_file

    config = json.loads((files / "config.json").read_text("utf-8"))
    tensors: dict[str, Array] = {}
    for name, value in load_file(files / "model.safetensors").items():
        own = _own_name(name.removeprefix("bert."))
        if own:
            tensors[own] = value.astype(np.float32)
    return BertWeights(
        hidden=config["hidden_size"], layers=config["num_hidden_layers"], heads=config["num_attention_heads"],
        feed_forward=config["intermediate_size"], max_tokens=config["max_position_embeddings"],
        epsilon=config["layer_norm_eps"], tensors=tensors,
    )  # fmt: skip


def _own_name(name: str) -> str | None:
    if name.startswith("embeddings."):
        return EMBEDDING.get(name.removeprefix("embeddings."))
    if not name.startswith("encoder.layer."):
        return None
    number, _, rest = name.removeprefix("encoder.layer.").partition(".")
    part, _, kind = rest.rpartition(".")
    return f"l{number}.{LAYER[part]}.{'w' if kind == 'weight' else 'b'}"


def torch_reference(files: Path, tokenizer_file: Path) -> Callable[[Sequence[str]], Array]:
    """Embeddings by the transformers library, to check the ONNX file against."""

    def reference(texts: Sequence[str]) -> Array:
        import torch
        from transformers import BertModel

        from faq_clustering.embedding.session import open_tokenizer, tokenise

        model = BertModel.from_pretrained(str(files)).train(False)
        tokens = tokenise(open_tokenizer(tokenizer_file, 512), [f"query: {text}" for text in texts])
        with torch.inference_mode():
            states = model(**{k: torch.from_numpy(v) for k, v in tokens.items()}).last_hidden_state.numpy()
        mask = tokens["attention_mask"][:, :, None]
        mean: Array = (states * mask).sum(axis=1) / mask.sum(axis=1)
        unit: Array = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return unit

    return reference
