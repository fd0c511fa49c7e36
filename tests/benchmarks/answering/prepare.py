"""Embed the data once, so that every method finds its vectors in the cache.

    .venv/bin/python -m tests.benchmarks.answering.prepare --data DIRECTORY_OF_CSV

The cache is the library's own (`CachedEmbedder`); the command line is given the same file.
"""

from pathlib import Path
from typing import Annotated

import typer

from api.sample.written import FOLDER, read_inquiries, read_lines
from faq_clustering.embedding import CachedEmbedder, load_embedder
from tests.benchmarks.answering.sets import CACHE, PUBLIC, from_sample, read_rows

MODEL = Path("models/multilingual-e5-small")


def main(
    data: Annotated[Path, typer.Option(help="Directory with banking77.csv, hwu64.csv and jsquad.csv.")],
    cache: Annotated[Path, typer.Option(help="Where the embeddings go.")] = CACHE,
    model: Annotated[Path, typer.Option(help="Directory of the sentence model.")] = MODEL,
) -> None:
    """Embed the public sets and the product's sample; what is there already is kept."""
    embedder = cached_embedder(cache, model)
    for name in PUBLIC:
        texts = [row["text"] for row in read_rows(data / f"{name}.csv")]
        embedder.encode(texts)
        print(f"{name}: {len(texts)} texts", flush=True)
    texts = [one.text for one in read_inquiries()] + [
        row["text"] for row in read_lines(FOLDER / "heldout.jsonl")
    ]
    embedder.encode([*texts, *from_sample(0).phrasings])
    print(f"sample: {len(texts)} texts", flush=True)


def cached_embedder(cache: Path, model: Path = MODEL) -> CachedEmbedder:
    """The benchmark's embedder."""
    cache.mkdir(parents=True, exist_ok=True)
    return CachedEmbedder(load_embedder(str(model)), vectors_file(cache))


def vectors_file(cache: Path) -> Path:
    """Where the vectors are."""
    return cache / "vectors.sqlite"


if __name__ == "__main__":
    typer.run(main)
