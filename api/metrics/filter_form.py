"""The filters as a page shows them: what can be chosen, a chip for each that is set. No I/O here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.metrics.filters import NO_TOPIC, SEGMENTS, Filters


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


@dataclass(frozen=True, kw_only=True, slots=True)
class FilterForm:
    """The filters of one page; `kept` is the rest of its address: period, order, search."""

    kept: Mapping[str, str]
    filters: Filters
    choices: Sequence[Choice]
    chips: Sequence[Chip]

    @property
    def query(self) -> str:
        """The filters alone, as they stand in an address."""
        return urlencode(self.filters.query)


def filter_form(
    path: str,
    kept: Mapping[str, str],
    filters: Filters,
    channels: Sequence[str],
    languages: Sequence[str],
    topics: Mapping[str, str] | None = None,
    *,
    topic_name: str | None = None,
) -> FilterForm:
    """Return the form of the page at `path`.

    `topics`: what to call those that can be chosen; None where a page's rows are topics already. A topic
    that the address names narrows there too, and has a chip.
    """
    every = {
        "channel": [(one, one) for one in channels],
        "language": [(one, one) for one in languages],
        "segment": [(one, one) for one in SEGMENTS],
    }
    if topics is not None:
        every["topic"] = [*topics.items(), (NO_TOPIC, NO_TOPIC)]
    whole = {**kept, **filters.query}
    return FilterForm(
        kept=kept,
        filters=filters,
        # One that is set is a chip.
        choices=[Choice(name=name, values=said) for name, said in every.items() if name not in filters.query],
        chips=[
            Chip(
                name=name,
                value=topic_name or value if name == "topic" else value,
                without=f"{path}?{urlencode({key: said for key, said in whole.items() if key != name})}",
            )
            for name, value in filters.query.items()
        ],
    )
