"""`madoguchi import FILE`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from api.errors import Problem
from api.house import House
from api.inquiries.importing import ImportReport, import_file
from api.inquiries.reading.columns import parse_mapping

SHOWN = 20
FILE = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, TSV or JSON lines.")]
MAP = Annotated[str, typer.Option("--map", help="Columns by field: text=本文,at=受信日時.")]
SOURCE = Annotated[str, typer.Option(help="Name of the system; ids are unique within one.")]


def import_command(house: House, file: FILE, map: MAP = "", source: SOURCE = "file") -> ImportReport:
    """Import a file with a progress bar and print what became of its rows."""
    console = Console()
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
    )
    try:
        with progress:
            task = progress.add_task(file.name, total=None)
            report = import_file(
                house,
                file,
                mapping=parse_mapping(map),
                source=source,
                on_progress=lambda done, every: progress.update(task, completed=done, total=every),
            )
    except Problem as problem:
        console.print(f"[red]{file.name}:[/red] {problem.detail}", highlight=False)
        raise typer.Exit(1) from problem
    print_report(console, report)
    return report


def print_report(console: Console, report: ImportReport) -> None:
    """Print counts, how the columns were read, and the refused rows by line."""
    columns = ", ".join(f"{field} = {column}" for field, column in report.columns.items())
    console.print(f"{report.name} ({report.encoding}; {columns}), {report.seconds:.1f} s", highlight=False)
    table = Table("", "rows", show_header=False, box=None)
    table.add_row("kept", f"{report.kept:,}")
    table.add_row("there already", f"{report.duplicates:,}")
    table.add_row("refused", f"{len(report.refused):,}")
    console.print(table)
    for row in report.refused[:SHOWN]:
        console.print(f"  line {row.line}: {row.sentence}", highlight=False)
    if len(report.refused) > SHOWN:
        console.print(f"  … and {len(report.refused) - SHOWN:,} more", highlight=False)
