"""The league table as a CSV file that spreadsheets open as they are."""

import csv
import io
from collections.abc import Mapping, Sequence

from api.metrics.export import number
from api.metrics.league.counting import Count
from api.metrics.league.table import Row

COLUMNS = (
    "faq_id", "question", *Count, "verified_rate", "verified_low", "verified_high", "solved_rate",
    "solved_low", "solved_high", "minutes_each", "freed_hours", "lost_hours_at_least", "enough",
)  # fmt: skip


def as_csv(rows: Sequence[Row], names: Mapping[str, str]) -> str:
    """Return one row an FAQ, in the order given. Rates are shares from 0 to 1."""
    out = io.StringIO()
    # Spreadsheets read a file as UTF-8 only when it begins with this mark.
    out.write("\ufeff")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for row in rows:
        shares = {
            f"{name}_{part}": number(value)
            for name, share in (("verified", row.verified), ("solved", row.solved))
            for part, value in (
                ("rate", share.value),
                ("low", share.bounds[0] if share.n else None),
                ("high", share.bounds[1] if share.n else None),
            )
        }
        writer.writerow(
            {"faq_id": row.faq_id, "question": names.get(f"faq:{row.faq_id}", "")}
            | {str(count): row.counts.get(count, 0) for count in Count}
            | shares
            | {
                "minutes_each": number(row.minutes),
                "freed_hours": number(row.freed_hours),
                "lost_hours_at_least": number(row.lost_hours),
                "enough": row.enough,
            }
        )
    return out.getvalue()
