"""`madoguchi sample load` and `madoguchi sample remove`."""

import time
from contextlib import suppress

from rich.console import Console

from api.candidates.clustering import cluster_now
from api.candidates.lineage_store import ClusteringRuns
from api.database import notify, transaction
from api.house import House
from api.sample.history import write_history
from api.sample.linking import link_answered
from api.sample.loading import Loaded, load_rows
from api.sample.marker import is_loaded, was_loaded
from api.sample.removing import remove_rows


def load_command(house: House, *, once: bool) -> int:
    """Load the sample and find its topics. With `once`: not if it was ever loaded. Return the exit code."""
    console = Console()
    started = time.perf_counter()
    with transaction(house.sessions) as session:
        if is_loaded(session):
            console.print("The sample data is there already.")
            return 0
        if once and was_loaded(session):
            return 0
        loaded = load_rows(session, house)
        notify(session, "inbox")
    with transaction(house.sessions) as session:
        write_history(session, house)
    _tell(console, loaded, time.perf_counter() - started)
    try:
        summary = cluster_now(house)
    except ClusteringRuns as problem:
        console.print(f"The sample's topics come with the next run. {problem.detail}")
        return 0
    with transaction(house.sessions) as session:
        linked = link_answered(session, house)
    console.print(
        f"{summary.clusters} topics found, {linked} of them answered by an FAQ already"
        f" ({time.perf_counter() - started:.0f} s in all)."
    )
    return 0


def remove_command(house: House) -> int:
    """Take the sample out, and find the topics of what is left. Return the exit code."""
    with transaction(house.sessions) as session:
        removed = remove_rows(session)
    if removed.left and removed.inquiries:
        with suppress(ClusteringRuns):
            cluster_now(house)
    Console().print(
        f"Removed {removed.inquiries:,} inquiries, {removed.conversations:,} conversations"
        f" and {removed.faqs:,} FAQs of the sample. {removed.left:,} inquiries of your own are left."
    )
    return 0


def _tell(console: Console, loaded: Loaded, seconds: float) -> None:
    console.print(
        f"Sample data: {loaded.inquiries:,} inquiries, {loaded.conversations:,} conversations,"
        f" {loaded.faqs} FAQs, {loaded.accounts} accounts, {loaded.contacts:,} contacts,"
        f" {loaded.staff} members of staff ({seconds:.0f} s)."
    )
