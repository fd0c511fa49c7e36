"""The command line: `python -m faq_clustering.answering evaluate`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from faq_clustering.__main__ import MODEL, Cache, ModelName, NoCache, open_encoder, plainly, progress

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="Answer with FAQs."
)


@app.callback()
def commands() -> None:
    """Answer with FAQs under a promised precision."""


@app.command()
def evaluate(
    faqs: Annotated[Path, typer.Option(metavar="FAQS.csv", help="Phrasings: text, label (the FAQ).")],
    queries: Annotated[
        Path,
        typer.Option(metavar="QUERIES.csv", help="Questions: text, label; empty where no FAQ answers."),
    ],
    out: Annotated[Path, typer.Option(metavar="DECISIONS.csv", help="The file to write, a row a question.")],
    background: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Questions known to have no FAQ: text.")
    ] = None,
    unlabelled: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Recent questions, nothing known: text.")
    ] = None,
    share: Annotated[
        float, typer.Option(min=0.0, max=0.95, help="Expected share of questions that no FAQ answers.")
    ] = 0.2,
    target: Annotated[
        float, typer.Option(min=0.5, max=0.999, help="Share of the answers that must be right.")
    ] = 0.95,
    model: ModelName = MODEL,
    cache: Cache = None,
    no_cache: NoCache = False,
) -> None:
    """Learn from FAQs, decide on questions, and score the decisions. Prints one JSON object."""
    with plainly():
        from faq_clustering.answering.trial import read_trial
        from faq_clustering.tables.unfinished import new_file, writing

        reads = tuple(one for one in (faqs, queries, background, unlabelled) if one)
        trial = read_trial(faqs, queries, background, unlabelled)
        with new_file(out, reads=reads) as file:
            encoder = open_encoder(model, cache, no_cache)
            with progress("Deciding") as show:
                outcome = trial.run(encoder, target=target, share=share, on_progress=show)
            with writing(out):
                outcome.write(file)
    typer.echo(json.dumps(outcome.report, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    app(prog_name="python -m faq_clustering.answering")
