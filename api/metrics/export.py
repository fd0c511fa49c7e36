"""The dashboard as a CSV file that spreadsheets open as they are."""

import csv
import io
from collections.abc import Callable, Iterator

from api.metrics.dashboard import Dashboard
from api.metrics.followed.estimate import Followed

COLUMNS = (
    "metric", "label", "unit", "numerator", "denominator", "value", "low", "high", "enough",
    "p50_seconds", "p90_seconds", "mean_seconds", "from", "to", "samples", "definition",
)  # fmt: skip


def as_csv(found: Dashboard, corrected: Followed, label: Callable[[str], str]) -> str:
    """Return one row a metric, the corrected rate with what it rests on, one row a hand-off reason, and the
    freed hours. Rates are shares from 0 to 1."""
    out = io.StringIO()
    # Spreadsheets read a file as UTF-8 only when it begins with this mark.
    out.write("\ufeff")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    span = {"from": found.period.first, "to": found.period.last, "samples": found.samples}
    for figure in found.figures.values():
        writer.writerow(
            span
            | {
                "metric": figure.slug,
                "label": label(figure.slug),
                "unit": figure.unit,
                "numerator": figure.numerator,
                "denominator": figure.denominator,
                "value": number(figure.value),
                "low": number(figure.low),
                "high": number(figure.high),
                "enough": figure.enough,
                "p50_seconds": number(figure.p50),
                "p90_seconds": number(figure.p90),
                "mean_seconds": number(figure.mean),
                "definition": figure.definition,
            }
        )
    for row in _corrected(corrected, label):
        writer.writerow(span | row)
    for reason, n in found.reasons:
        writer.writerow(
            span
            | {
                "metric": f"escalation_rate.{reason}",
                "label": f"{label('escalation_rate')}: {label(f'reason_{reason}')}",
                "unit": "episodes",
                "numerator": n,
                "denominator": found.figures["escalation_rate"].denominator,
            }
        )
    for slug, hours in (
        ("gross", found.freed.gross),
        ("review_hours", found.freed.review_hours),
        ("net", found.freed.net),
    ):
        row = {
            "metric": f"freed_hours.{slug}",
            "label": f"{label('freed_title')}: {label(slug)}",
            "unit": "hours",
        }
        writer.writerow(span | row | {"value": number(hours)})
    return out.getvalue()


def _corrected(found: Followed, label: Callable[[str], str]) -> Iterator[dict[str, object]]:
    low, high = found.interval or (None, None)
    yield {
        "metric": "corrected_deflection",
        "label": label("corrected_deflection"),
        "unit": "episodes",
        "denominator": found.eligible,
        "value": number(found.value),
        "low": number(low),
        "high": number(high),
        "enough": found.enough,
    }
    for part in ("asked", "yes", "no"):
        yield {
            "metric": f"corrected_deflection.{part}",
            "label": f"{label('corrected_deflection')}: {label(f'corrected_{part}')}",
            "unit": "episodes",
            "numerator": getattr(found, part),
            "denominator": found.assumed,
        }


def number(value: float | None) -> str:
    """0.5 → 0.5; nothing → an empty cell."""
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")
