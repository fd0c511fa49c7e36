"""The queue as a CSV file that spreadsheets open as it is."""

import csv
import io
from collections.abc import Iterable, Mapping

from api.candidates.store import Row
from api.candidates.tally_store import Tally

COLUMNS = (
    "id", "state", "question", "keywords", "language", "inquiries", "hours_a_month", "trend", "tightness",
    "answered_by_nobody", "answered_by_people", "faq_id", "reason", "decided_by", "decided_at",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula; a customer may have written it."""


def as_csv(rows: Iterable[Row], tallies: Mapping[int, Tally]) -> str:
    """Return one line a candidate, in the queue's order."""
    out = io.StringIO()
    # Spreadsheets read a file as UTF-8 only when it begins with this mark.
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        candidate, cluster = row.candidate, row.cluster
        tally = tallies.get(cluster.id)
        writer.writerow(
            [
                candidate.id,
                candidate.state,
                _cell(cluster.representative),
                _cell(", ".join(cluster.keywords)),
                cluster.language,
                cluster.size,
                round(candidate.impact, 2),
                round(candidate.trend, 3),
                cluster.tightness,
                tally.nobody if tally else "",
                tally.people if tally else "",
                candidate.faq_id or "",
                _cell(candidate.reason or ""),
                row.decided_by or "",
                candidate.decided_at.isoformat() if candidate.decided_at else "",
            ]
        )
    return out.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
