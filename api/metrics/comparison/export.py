"""A comparison as a CSV file that spreadsheets open as they are."""

import csv
import io
from collections.abc import Callable

from api.metrics.comparison.comparing import Comparison
from api.metrics.export import number

COLUMNS = (
    "metric", "label", "unit", "kind", "before_numerator", "before_denominator", "before_value", "before_low",
    "before_high", "after_numerator", "after_denominator", "after_value", "after_low", "after_high",
    "difference", "difference_low", "difference_high", "p_adjusted", "verdict",
    "before_from", "before_to", "from", "to",
)  # fmt: skip


def as_csv(found: Comparison, label: Callable[[str], str]) -> str:
    """Return one row a metric. Rates are shares from 0 to 1; durations are medians in seconds."""
    out = io.StringIO()
    # Spreadsheets read a file as UTF-8 only when it begins with this mark.
    out.write("\ufeff")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for row in found.rows:
        difference = row.difference
        writer.writerow(
            {
                "metric": row.slug,
                "label": label(row.slug),
                "unit": row.after.unit,
                "kind": "duration" if row.duration else "rate",
                "difference": number(difference.value if difference else None),
                "difference_low": number(difference.low if difference else None),
                "difference_high": number(difference.high if difference else None),
                "p_adjusted": number(row.p),
                "verdict": row.verdict,
                "before_from": found.before.first,
                "before_to": found.before.last,
                "from": found.after.first,
                "to": found.after.last,
            }
            | {
                f"{side}_{name}": value
                for side, figure in (("before", row.before), ("after", row.after))
                for name, value in {
                    "numerator": figure.numerator,
                    "denominator": figure.denominator,
                    "value": number(figure.p50 if row.duration else figure.value),
                    "low": number(figure.low),
                    "high": number(figure.high),
                }.items()
            }
        )
    return out.getvalue()
