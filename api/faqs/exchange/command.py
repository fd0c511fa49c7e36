"""`madoguchi faqs import FILE` and `madoguchi faqs export`."""

from collections import Counter
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.database import transaction
from api.errors import Problem
from api.faqs.exchange.importing import carry_out
from api.faqs.exchange.plan import Action, Step, plan
from api.faqs.exchange.reading import FORMATS, read_file
from api.faqs.exchange.store import known_faqs, records
from api.house import House
from api.web.texts import translate

SHOWN = 50
FILE = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, TSV, JSON lines or Markdown.")]


class Format(StrEnum):
    """What a file is written as."""

    CSV = "csv"
    JSONL = "jsonl"
    MD = "md"


class State(StrEnum):
    """Which FAQs are written."""

    PUBLISHED = "published"
    RETIRED = "retired"
    ALL = "all"


def faq_commands(house: Callable[[], House]) -> typer.Typer:
    """Return the commands; `house` is opened when one is called."""
    faqs = typer.Typer(no_args_is_help=True, help="FAQs as files.")

    @faqs.command("import")
    def import_(
        file: FILE,
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Check only; write nothing.")] = False,
        only_right: Annotated[
            bool, typer.Option("--only-right", help="Leave rows that are wrong out, instead of all.")
        ] = False,
    ) -> None:
        """Import FAQs: new ones, and changes by id or by equal question. Repeating it changes nothing."""
        opened = house()
        try:
            contents = read_file(file.read_bytes(), file.name)
            with transaction(opened.sessions) as session:
                steps = plan(contents.rows, known_faqs(session, to_write=not dry_run))
                _report(file.name, contents.encoding, steps)
                if not dry_run:
                    note = translate("ja", "faq_life.import_note", name=file.name)
                    carry_out(
                        session,
                        steps,
                        only_right=only_right,
                        author_id=None,
                        now=opened.clock(),
                        note=note,
                    )
        except Problem as problem:
            raise SystemExit(problem.detail) from problem
        if dry_run:
            typer.echo("Nothing was written.")
            raise typer.Exit(int(any(step.action is Action.WRONG for step in steps)))

    @faqs.command("export")
    def export(
        format: Annotated[Format, typer.Option(help="csv, jsonl or md.")] = Format.CSV,
        state: Annotated[State, typer.Option(help="published, retired or all.")] = State.ALL,
        output: Annotated[Path | None, typer.Option(help="File to write. Else: standard output.")] = None,
    ) -> None:
        """Write the FAQs as a file that `import` reads again."""
        with transaction(house().sessions) as session:
            text = FORMATS[format.value](records(session, state=state))
        if output is None:
            typer.echo(text.encode(), nl=False)
        else:
            output.write_bytes(text.encode())

    return faqs


def _report(name: str, encoding: str, steps: Sequence[Step]) -> None:
    counts = Counter(step.action for step in steps)
    said = ", ".join(f"{counts[action]:,} {action.value}" for action in Action)
    typer.echo(f"{name} ({encoding}): {said}")
    wrong = [step for step in steps if step.wrong is not None]
    for step in wrong[:SHOWN]:
        typer.echo(f"  line {step.line}: {translate('en', f'faq_life.wrong_{step.wrong}')}")
    if len(wrong) > SHOWN:
        typer.echo(f"  … and {len(wrong) - SHOWN:,} more")
