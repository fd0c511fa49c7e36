"""Embed the data once, so that every method gets the same vectors.

    .venv/bin/python -m tests.benchmarks.clustering.prepare --data DIRECTORY_OF_CSV

Each `<name>.csv` has the columns `text` and `label`. The product's own sample is added. Writes
`<name>.npz` to the cache: texts as they were embedded (n,), keys, their normalised form (n,), labels (n,),
vectors float32 (n, d), L2-normalised.
"""

import csv
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from api.sample.written import read_inquiries
from faq_clustering.embedding import Embedder, load_embedder
from faq_clustering.text import demand_of, normalise
from tests.benchmarks.clustering.sets import CACHE, PUBLIC, SAMPLE

MODEL = Path("models/multilingual-e5-small")


def main(
    data: Annotated[Path, typer.Option(help="Directory with banking77.csv, hwu64.csv and jsquad.csv.")],
    cache: Annotated[Path, typer.Option(help="Where the embeddings go.")] = CACHE,
    model: Annotated[Path, typer.Option(help="Directory of the sentence model.")] = MODEL,
    again: Annotated[bool, typer.Option(help="Embed what is in the cache already, too.")] = False,
) -> None:
    """Embed the public sets and the product's sample."""
    cache.mkdir(parents=True, exist_ok=True)
    embedder = load_embedder(model)
    for name in (*PUBLIC, SAMPLE):
        if again or not (cache / f"{name}.npz").exists():
            texts, labels = _sample() if name == SAMPLE else _public(data / f"{name}.csv")
            _save(cache / f"{name}.npz", embedder, texts, labels)
            print(f"{name}: {len(texts)} rows, {len(set(labels))} labels", flush=True)


def _public(path: Path) -> tuple[list[str], list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], [row["label"] for row in rows]


def _sample() -> tuple[list[str], list[str]]:
    """Inquiries about no topic are left out: there is no right cluster for them."""
    about = [(inquiry.text, inquiry.topic) for inquiry in read_inquiries() if inquiry.topic is not None]
    return [text for text, _ in about], [topic for _, topic in about]


def _save(path: Path, embedder: Embedder, texts: list[str], labels: list[str]) -> None:
    asked = [demand_of(text) for text in texts]
    made = path.with_suffix(".part.npz")
    np.savez(
        made,
        texts=np.array(asked),
        keys=np.array([normalise(text) for text in asked]),
        labels=np.array(labels),
        vectors=embedder.encode(asked),
    )
    # A half-written file must not be taken for a cache.
    made.replace(path)


if __name__ == "__main__":
    typer.run(main)
