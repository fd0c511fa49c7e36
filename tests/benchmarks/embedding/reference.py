"""The same weights as the embedding model's, in float32, as an ordinary `SentenceTransformer` on torch."""

from pathlib import Path
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Normalize, Pooling, Transformer
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from faq_clustering.embedding.container import BertWeights
from faq_clustering.embedding.hub import EMBEDDING, LAYER
from faq_clustering.embedding.obtain import PROMPT
from faq_clustering.embedding.sources import Source, from_hub, from_wheels

ROOT = Path(__file__).parents[3]


def on_torch(work: Path) -> SentenceTransformer:
    """Obtains the weights as `obtain` does and loads them from `work` the way anybody would."""
    source = from_hub(work) or from_wheels(work, ROOT)
    folder = work / "torch"
    _save(source, folder)
    encoder = Transformer(str(folder))
    modules = [encoder, Pooling(source.weights.hidden, pooling_mode="mean"), Normalize()]
    model = SentenceTransformer(modules=modules, device="cpu", prompts={"query": PROMPT})
    model.default_prompt_name = "query"
    return model


def _save(source: Source, folder: Path) -> None:
    bert = BertModel(_config(source.weights), add_pooling_layer=False)
    tensors = {name: torch.from_numpy(source.weights.tensors[own]) for name, own in _names(source.weights)}
    bert.load_state_dict(tensors, strict=True)
    bert.save_pretrained(str(folder))
    special: dict[str, Any] = {"pad_token": "<pad>", "cls_token": "<s>", "sep_token": "</s>"}
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(source.tokenizer), model_max_length=source.weights.max_tokens,
        model_input_names=["input_ids", "attention_mask"], **special,
    )  # fmt: skip
    tokenizer.save_pretrained(str(folder))


def _config(weights: BertWeights) -> BertConfig:
    return BertConfig(
        vocab_size=len(weights.tensors["emb.word"]), hidden_size=weights.hidden,
        num_hidden_layers=weights.layers, num_attention_heads=weights.heads,
        intermediate_size=weights.feed_forward, max_position_embeddings=weights.max_tokens,
        type_vocab_size=len(weights.tensors["emb.type"]), layer_norm_eps=weights.epsilon,
    )  # fmt: skip


def _names(weights: BertWeights) -> list[tuple[str, str]]:
    """Each tensor's name at transformers and in the container."""
    names = [(f"embeddings.{theirs}", own) for theirs, own in EMBEDDING.items()]
    for layer in range(weights.layers):
        for theirs, own in LAYER.items():
            for whole, short in (("weight", "w"), ("bias", "b")):
                names.append((f"encoder.layer.{layer}.{theirs}.{whole}", f"l{layer}.{own}.{short}"))
    return names
