"""`madoguchi cluster`."""

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from api.candidates.clustering import RunSummary, cluster_now
from api.candidates.lineage_store import ClusteringRuns
from api.house import House


def cluster_command(house: House) -> RunSummary:
    """Cluster all inquiries with a progress bar and print what was found."""
    console = Console()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=console) as progress:
            tasks = {}

            def told(stage: str, done: int, every: int) -> None:
                if stage not in tasks:
                    tasks[stage] = progress.add_task(stage, total=every)
                progress.update(tasks[stage], completed=done, total=every)

            summary = cluster_now(house, told)
    except ClusteringRuns as problem:
        console.print(problem.detail)
        raise typer.Exit(1) from problem
    print_summary(console, summary)
    return summary


def print_summary(console: Console, summary: RunSummary) -> None:
    """Print the figures of a run."""
    table = Table("", "", show_header=False, box=None)
    noise = summary.noise / summary.inquiries if summary.inquiries else 0.0
    table.add_row("inquiries", f"{summary.inquiries:,} ({summary.embedded:,} texts embedded)")
    table.add_row(
        "clusters",
        f"{summary.clusters:,} ({summary.carried:,} known, {summary.born:,} new, {summary.gone:,} gone)",
    )
    table.add_row("without a cluster", f"{summary.noise:,} ({noise:.0%})")
    table.add_row("new candidates", f"{summary.candidates:,}")
    if summary.constraints or summary.left_out:
        table.add_row(
            "said by staff", f"{summary.constraints:,} held, {summary.left_out:,} left out (they contradict)"
        )
    table.add_row("seconds", ", ".join(f"{stage} {taken:.1f}" for stage, taken in summary.seconds.items()))
    console.print(table)
