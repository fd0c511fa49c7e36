"""The kept results as Markdown, for `docs/metrics.md`.

python -m tests.benchmarks.honesty.table [results.json]
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

NEAR = 0.02
"""Two points."""
ROWS = {
    "containment": "containment",
    "claimed_deflection": "claimed",
    "verified_1": "verified, definition 1",
    "verified_2": "verified, definition 2",
    "verified_3": "verified, definition 3",
    "followed": "verified, corrected by those asked later",
    "incremental": "incremental deflection (hold-out), everybody",
    "incremental_known": "incremental deflection (hold-out), known customers",
}


def table(worlds: Sequence[dict[str, Any]]) -> str:
    """Return one line a figure: how far it is off, and how often its interval holds the truth."""
    lines = [
        f"| {len(worlds)} worlds | mean error | mean size | largest | within 2 points | holds the truth |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, label in ROWS.items():
        found = [one["figures"][name] for one in worlds if name in one["figures"]]
        off = [100 * figure["off"] for figure in found if figure["off"] is not None]
        if not off:
            continue
        sizes = [abs(value) for value in off]
        near = sum(size <= 100 * NEAR for size in sizes)
        held = sum(figure["covered"] for figure in found)
        lines.append(
            f"| {label} | {fmean(off):+.1f} | {fmean(sizes):.1f} | {max(sizes):.1f}"
            f" | {near} of {len(found)} | {held} of {len(found)} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "results.json"
    print(table(json.loads(path.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
