"""The command line: `python -m faq_clustering run …` and `… evaluate …`."""

import json
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from faq_clustering.tables import BadInput, read_column, read_run, write_run

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Cluster the questions that customers repeat."
)


@app.command()
def run(
    source: Annotated[Path, typer.Argument(metavar="INPUT.csv", help="A CSV file with a header.")],
    out: Annotated[Path, typer.Option(help="The directory to make; it must not exist yet.")],
    column: Annotated[str, typer.Option(help="The column that holds the inquiries.")] = "text",
    model: Annotated[
        str, typer.Option(help="The embedding model: a folder or a sentence-transformers name.")
    ] = "models/multilingual-e5-small",
) -> None:
    """Cluster inquiries; write assignments.csv, clusters.json and manifest.json."""
    if out.exists():
        _stop(f"{out} exists already. Name a directory that does not.")
    try:
        texts = read_column(source, column)
    except BadInput as error:
        _stop(str(error))
    rows = [row for row, text in enumerate(texts) if text]
    if not rows:
        _stop(f"{source} has no text in column {column!r}.")
    # Imported late, so that help and refusals come at once.
    from faq_clustering.embedding import load_embedder
    from faq_clustering.run import cluster_texts

    try:
        encoder = load_embedder(model)
        encoder.load()
    except (OSError, ValueError) as error:
        _stop(f"The embedding model {model} cannot be loaded: {error}")
    with typer.progressbar(length=len(rows), label="Embedding") as bar:
        done = cluster_texts([texts[row] for row in rows], encoder, lambda now, _: bar.update(now - bar.pos))
    write_run(done, rows=rows, of=len(texts), source=source, out=out)
    noise = int((done.clustering.labels < 0).sum())
    typer.echo(f"{len(done.names)} clusters from {len(rows)} inquiries, {noise} in none: {out}")


@app.command()
def evaluate(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="What `run` wrote.")],
    labels: Annotated[Path, typer.Option(help="The CSV file with the true labels, row by row.")],
    column: Annotated[str, typer.Option(help="The column that holds them.")] = "label",
) -> None:
    """Print as JSON how well a run agrees with labels that people gave."""
    from faq_clustering import evaluation

    try:
        found, nearest = read_run(directory)
        truth = read_column(labels, column)
        typer.echo(json.dumps(evaluation.evaluate(found, truth, nearest), indent=2))
    except ValueError as error:
        _stop(str(error))


def _stop(message: str) -> NoReturn:
    typer.secho(message, fg="red", err=True)
    raise typer.Exit(2)


if __name__ == "__main__":
    app(prog_name="python -m faq_clustering")
