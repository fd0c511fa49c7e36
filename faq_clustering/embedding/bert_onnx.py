"""Writes a BERT encoder as ONNX: `input_ids`, `attention_mask` (int64, n x tokens) to `last_hidden_state`.

Written with onnx's own helpers rather than exported by torch, so the graph holds nothing but the encoder:
positions count from 0, the token type is always 0, query, key and value are one product. GELU and layer
normalisation keep the shapes that onnxruntime fuses.
"""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from faq_clustering.embedding.container import Array, BertWeights


class _Graph:
    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: object, dtype: type[np.generic] = np.float32) -> str:
        if name not in self.constants:
            array = np.array(value, dtype=dtype, order="C")
            self.constants[name] = numpy_helper.from_array(array, name)
        return name

    def node(self, kind: str, *inputs: str, name: str, outputs: int = 1, **attributes: Any) -> str:
        produced = [name] if outputs == 1 else [f"{name}.{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), produced, name=f"{name}/{kind}", **attributes))
        return name

    def linear(self, x: str, weight: Array, bias: Array, name: str) -> str:
        product = self.node("MatMul", x, self.constant(f"{name}.weight", weight.T), name=f"{name}.product")
        return self.node("Add", product, self.constant(f"{name}.bias", bias), name=name)

    def normalise(self, x: str, scale: Array, shift: Array, epsilon: float, name: str) -> str:
        inputs = (x, self.constant(f"{name}.scale", scale), self.constant(f"{name}.shift", shift))
        return self.node("LayerNormalization", *inputs, name=name, axis=-1, epsilon=epsilon)

    def gelu(self, x: str, name: str) -> str:
        scaled = self.node("Div", x, self.constant("sqrt2", 2**0.5), name=f"{name}.scaled")
        erf = self.node("Erf", scaled, name=f"{name}.erf")
        gate = self.node("Add", erf, self.constant("one", 1.0), name=f"{name}.gate")
        gated = self.node("Mul", x, gate, name=f"{name}.gated")
        return self.node("Mul", gated, self.constant("half", 0.5), name=name)


def write_bert(weights: BertWeights, path: Path) -> None:
    """Writes the encoder to `path`, in float32."""
    graph = _Graph()
    x, mask = _embeddings(graph, weights), _mask(graph)
    for layer in range(weights.layers):
        x = _layer(graph, weights, layer, x, mask)
    graph.node("Identity", x, name="last_hidden_state")
    shape = ["batch", "tokens"]
    built = helper.make_graph(
        graph.nodes,
        "bert",
        [helper.make_tensor_value_info(n, TensorProto.INT64, shape) for n in ("input_ids", "attention_mask")],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [*shape, weights.hidden])],
        list(graph.constants.values()),
    )
    model = helper.make_model(built, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, str(path))


def _embeddings(graph: _Graph, weights: BertWeights) -> str:
    t = weights.tensors
    words = graph.node("Gather", graph.constant("words", t["emb.word"]), "input_ids", name="word", axis=0)
    shape = graph.node("Shape", "input_ids", name="shape")
    one = graph.constant("index1", [1], np.int64)
    length = graph.node("Slice", shape, one, graph.constant("index2", [2], np.int64), name="length")
    places = graph.constant("places", t["emb.pos"] + t["emb.type"][0])
    place = graph.node("Slice", places, graph.constant("index0", [0], np.int64), length, name="place")
    return graph.normalise(
        graph.node("Add", words, place, name="embedded"),
        t["emb.ln.w"], t["emb.ln.b"], weights.epsilon, "embedding",
    )  # fmt: skip


def _mask(graph: _Graph) -> str:
    """0 where a token counts and a large negative number where it is padding, (batch, 1, 1, tokens)."""
    axes = graph.constant("mask_axes", [1, 2], np.int64)
    wide = graph.node("Unsqueeze", "attention_mask", axes, name="mask_wide")
    real = graph.node("Cast", wide, name="mask_real", to=TensorProto.FLOAT)
    padding = graph.node("Sub", graph.constant("one", 1.0), real, name="mask_padding")
    return graph.node("Mul", padding, graph.constant("lowest", -10000.0), name="mask")


def _layer(graph: _Graph, weights: BertWeights, number: int, x: str, mask: str) -> str:
    t = {k.split(".", 1)[1]: v for k, v in weights.tensors.items() if k.startswith(f"l{number}.")}
    p, heads, size = f"l{number}", weights.heads, weights.hidden // weights.heads
    joined = np.concatenate([t["q.w"] / size**0.5, t["k.w"], t["v.w"]])
    bias = np.concatenate([t["q.b"] / size**0.5, t["k.b"], t["v.b"]])
    split = graph.constant("heads", [0, 0, 3, heads, size], np.int64)
    qkv = graph.node("Reshape", graph.linear(x, joined, bias, f"{p}.qkv"), split, name=f"{p}.split")
    turned = graph.node("Transpose", qkv, name=f"{p}.turned", perm=[2, 0, 3, 1, 4])
    query, key, value = (
        graph.node("Gather", turned, graph.constant(f"pick{i}", i, np.int64), name=f"{p}.{part}", axis=0)
        for i, part in enumerate(("query", "key", "value"))
    )
    key = graph.node("Transpose", key, name=f"{p}.key_turned", perm=[0, 1, 3, 2])
    scores = graph.node("Add", graph.node("MatMul", query, key, name=f"{p}.scores"), mask, name=f"{p}.masked")
    attention = graph.node("Softmax", scores, name=f"{p}.attention", axis=-1)
    seen = graph.node("MatMul", attention, value, name=f"{p}.seen")
    back = graph.node("Transpose", seen, name=f"{p}.back", perm=[0, 2, 1, 3])
    flat = graph.node(
        "Reshape", back, graph.constant("flat", [0, 0, weights.hidden], np.int64), name=f"{p}.flat"
    )
    out = graph.linear(flat, t["ao.w"], t["ao.b"], f"{p}.out")
    x = graph.normalise(
        graph.node("Add", x, out, name=f"{p}.sum1"), t["aln.w"], t["aln.b"], weights.epsilon, f"{p}.norm1"
    )
    wide = graph.gelu(graph.linear(x, t["fi.w"], t["fi.b"], f"{p}.wide"), f"{p}.gelu")
    narrow = graph.linear(wide, t["fo.w"], t["fo.b"], f"{p}.narrow")
    return graph.normalise(
        graph.node("Add", x, narrow, name=f"{p}.sum2"), t["oln.w"], t["oln.b"], weights.epsilon, f"{p}.norm2"
    )
