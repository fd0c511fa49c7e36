"""The command line: `python -m faq_clustering run`, `assign`, `evaluate` and `map`.

What takes long to import comes late, so that help and refusals come at once.
"""

import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from faq_clustering.tables.bad_input import BadInput

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Cluster the questions that customers repeat.",
)

Directory = Annotated[Path, typer.Argument(metavar="DIR", help="What `run` wrote.")]
MODEL = "models/multilingual-e5-small"
ModelName = Annotated[
    str, typer.Option(help="The embedding model: a folder or a sentence-transformers name.")
]
Cache = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Keep vectors here, not in the user's cache.")
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Keep no vectors, and use none that are kept.")]


@app.command()
def run(
    source: Annotated[Path, typer.Argument(metavar="INPUT.csv", help="A CSV file with a header.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The directory to make; it must not exist yet.")],
    column: Annotated[str, typer.Option(help="The column that holds the inquiries.")] = "text",
    previous: Annotated[
        Path | None, typer.Option(metavar="DIR", help="An older run: clusters that go on keep their ids.")
    ] = None,
    constraints: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.json",
            help='Rows that belong together or apart: {"together": [[0, 5]], "apart": [[[0, 5], [7]]]}.',
        ),
    ] = None,
    model: ModelName = MODEL,
    cache: Cache = None,
    no_cache: NoCache = False,
) -> None:
    """Cluster inquiries. Makes DIR with assignments.csv, clusters.json, manifest.json and vectors.npy."""
    with plainly():
        from faq_clustering.tables.clustering_run import clustered, store, wanted
        from faq_clustering.tables.reading import read_table
        from faq_clustering.tables.stored import read_run
        from faq_clustering.tables.unfinished import new_directory, writing

        table = read_table(source)
        job = wanted(
            table, column, constraints=constraints, previous=read_run(previous) if previous else None
        )
        with new_directory(out) as folder:
            encoder = open_encoder(model, cache, no_cache)
            with progress("Clustering") as show:
                found = clustered(job, encoder, show)
            with writing(out):
                outcome = store(job, found, folder, model)
    blank = f" Without text: {outcome.blank:,}." if outcome.blank else ""
    counts = f"Clusters: {outcome.clusters:,}. In none (-1): {outcome.noise:,}."
    typer.echo(f"Inquiries: {outcome.texts:,}. {counts}{blank}")
    if outcome.kinds:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in outcome.kinds.items())
        typer.echo(f"Against {previous}: {kinds} ({out / 'lineage.json'}).")
    typer.echo(f"Their names: {out / 'clusters.json'}; row by row: {out / 'assignments.csv'}; a map:")
    typer.echo(f"  python -m faq_clustering map {out} --out {out}.html")


@app.command()
def assign(
    directory: Directory,
    source: Annotated[Path, typer.Argument(metavar="NEW.csv", help="A CSV file with a header.")],
    out: Annotated[Path, typer.Option(metavar="FILE.csv", help="The file to write.")],
    column: Annotated[
        str | None, typer.Option(help="The column that holds the inquiries.", show_default="as in the run")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="Where the run's embedding model is now.", show_default="as in the run")
    ] = None,
    cache: Cache = None,
    no_cache: NoCache = False,
) -> None:
    """Give new inquiries to the clusters of a run; without a clear vote of the nearest, to none (-1)."""
    with plainly():
        from faq_clustering.tables.assignments import write_assignments
        from faq_clustering.tables.joining import joined
        from faq_clustering.tables.reading import read_table
        from faq_clustering.tables.stored import read_run
        from faq_clustering.tables.unfinished import new_file, writing

        known, table = read_run(directory), read_table(source)
        texts = table.column(column or known.manifest["source"]["column"])
        with new_file(out, reads=(source, *directory.iterdir())) as file:
            encoder = open_encoder(model or known.manifest["model"], cache, no_cache)
            known.insist_on(encoder.model_id)
            with progress("Assigning") as show:
                found = joined(known, texts, encoder, show)
            with writing(out):
                write_assignments(found, table, file)
    placed = int((found.cluster >= 0).sum())
    typer.echo(f"{placed:,} of {len(texts):,} rows have a cluster, {len(texts) - placed:,} none (-1): {out}")


@app.command()
def evaluate(
    directory: Directory,
    labels: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="A CSV file with the true labels, row by row.")
    ] = None,
    column: Annotated[str, typer.Option(help="The column that holds them.")] = "label",
    resample: Annotated[
        int,
        typer.Option(min=0, max=20, help="Cluster so often without a tenth of the rows: what stays?"),
    ] = 0,
) -> None:
    """Print figures of a run as one JSON object: against true labels, or without labels how tight it is."""
    with plainly():
        from faq_clustering.tables.figures import against, alone, resampled
        from faq_clustering.tables.reading import read_table
        from faq_clustering.tables.stored import read_run

        known = read_run(directory)
        figures: dict[str, Any] = against(known, read_table(labels), column) if labels else alone(known)
        if resample:
            figures["stability"] = resampled(known, resample)
    typer.echo(json.dumps(figures, indent=2))


@app.command("map")
def map_(
    directory: Directory,
    out: Annotated[Path, typer.Option(metavar="MAP.html", help="The page to write; .png is a picture.")],
    dark: Annotated[bool, typer.Option("--dark", help="A dark picture; the page has both.")] = False,
) -> None:
    """Draw a run as a map: a page to search and zoom, or a picture."""
    with plainly():
        if out.suffix.lower() not in (".html", ".htm", ".png"):
            raise BadInput(f"{out} must end in .html (a page) or .png (a picture).")
        from faq_clustering.maps import write_html, write_png
        from faq_clustering.tables.drawing import document_of
        from faq_clustering.tables.stored import read_run
        from faq_clustering.tables.unfinished import new_file, writing

        known = read_run(directory)
        with new_file(out, reads=tuple(directory.iterdir())) as file:
            document = document_of(known)
            with writing(out):
                if out.suffix.lower() == ".png":
                    write_png(document, file, theme="dark" if dark else "light")
                else:
                    write_html(document, file)
    typer.echo(f"{len(document.points):,} inquiries in {len(document.clusters):,} clusters: {out}")


def main() -> None:
    """Run one command. A stop from outside (SIGTERM) leaves nothing half made, as Ctrl-C does."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    app(prog_name="python -m faq_clustering")


def open_encoder(model: str, cache: Path | None, no_cache: bool) -> Any:
    """The embedding model, with its cache of vectors."""
    from faq_clustering.tables.models import opened

    return opened(model, cache=cache, cached=not no_cache)


@contextmanager
def progress(then: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error. `then`: what follows when all is embedded."""
    with typer.progressbar(length=1, label="Embedding", file=sys.stderr) as bar:

        def show(done: int, of: int) -> None:
            bar.length = of
            bar.label = "Embedding" if done < of else then
            bar.update(done - bar.pos)

        yield show


@contextmanager
def plainly() -> Iterator[None]:
    """Bad input ends the command with its sentence and exit status 2."""
    try:
        yield
    except BadInput as error:
        typer.secho(str(error), fg="red", err=True)
        raise typer.Exit(2) from error


if __name__ == "__main__":
    main()
