"""Columns of an account as they are kept in JSON, and back. Nothing here does I/O."""

from collections.abc import Mapping
from datetime import date
from typing import Any

DAYS = ("renewal_on", "stage_since", "outcome_measured_on")


def as_kept(value: Any) -> Any:
    """Return a column's value as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


def as_columns(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that were kept."""
    return {
        name: date.fromisoformat(value) if name in DAYS and value else value for name, value in kept.items()
    }
