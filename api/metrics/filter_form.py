"""The filters as a page shows them: what can be chosen, a chip for each that is set. No I/O here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.metrics.filters import NO_TOPIC, SEGMENTS, Filters
from api.metrics.periods import Period


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One field: its name, and the values with what each is called."""

    name: str
    values: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Chip:
    """One filter that is set, and the address without it."""

    name: str
    value: str
    without: str


def choices(
    filters: Filters, channels: Sequence[str], languages: Sequence[str], topics: Mapping[str, str]
) -> list[Choice]:
    """Return the fields that are not set; a set one is a chip."""
    every = {
        "channel": [(one, one) for one in channels],
        "language": [(one, one) for one in languages],
        "segment": [(one, one) for one in SEGMENTS],
        "topic": [*topics.items(), (NO_TOPIC, NO_TOPIC)],
    }
    return [Choice(name=name, values=values) for name, values in every.items() if name not in filters.query]


def chips(path: str, period: Period, filters: Filters, topic_name: str | None = None) -> list[Chip]:
    """Return a chip for each filter that is set."""
    kept = {"from": str(period.first), "to": str(period.last), **filters.query}
    return [
        Chip(
            name=name,
            value=topic_name or value if name == "topic" else value,
            without=f"{path}?{urlencode({key: said for key, said in kept.items() if key != name})}",
        )
        for name, value in filters.query.items()
    ]
