"""Outcomes as columns of numpy, read in one statement: every rate of a page is counted on them."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import numpy as np
import psycopg
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.orm import Session

from api.metrics.metric import Duration, EpisodeRate, Rate
from api.metrics.people import EscalationRate
from api.outcomes.models import Outcome
from api.outcomes.packing import EPOCH, FLAGS, LABELS, LAYOUT, named

Bools = NDArray[np.bool_]
KNOWN_NAMES = 100_000
"""So many names are remembered."""
_known: dict[int, str] = {}
"""Which text a number stands for: that never changes."""


@dataclass(frozen=True, eq=False)
class Labels:
    """The labels of episodes, to be compared with one."""

    codes: NDArray[np.int16]

    def __eq__(self, label: object) -> Any:
        """Which episodes have this label."""
        return self.codes == LABELS.index(str(label))

    def __ne__(self, label: object) -> Any:
        """Which have another."""
        return self.codes != LABELS.index(str(label))

    __hash__ = None  # type: ignore[assignment]


class Columns:
    """`n` episodes, an array of length n each. The names are an episode's, so that a metric can ask them."""

    def __init__(self, packed: bytes, now: datetime) -> None:
        """Unpack what the database packed."""
        self.rows = np.frombuffer(packed, LAYOUT)
        flags = self.rows["flags"].astype(np.int16)
        of = {name: (flags & (1 << n)).astype(bool) for n, name in enumerate(FLAGS)}
        self.eligible: Bools = of["eligible"]
        self.claimed: Bools = of["claimed"]
        self.answered: Bools = of["answered"]
        self.recontacted: Bools = of["recontacted"]
        self.sample: Bools = of["sample"]
        self.false_deflection: Bools = of["recontacted"] | of["reached_human"]
        self.unanswered: Bools = ~self.answered
        self.stayed_away: Bools = ~self.recontacted
        self.matured: Bools = self.rows["matures_at"] <= _moment(now)
        self.label = Labels(self.rows["label"].astype(np.int16))

    def __len__(self) -> int:
        """How many episodes."""
        return len(self.rows)

    def weeks(self, starts: Sequence[datetime]) -> NDArray[np.intp]:
        """Return the number of each episode's week, 0 for the one from the first of `starts` on."""
        firsts = np.array([_moment(start) for start in starts])
        return np.searchsorted(firsts, self.rows["opened_at"].astype(np.int64), side="right") - 1


def columns_of(session: Session, where: ColumnElement[bool], now: datetime) -> Columns:
    """Return the outcomes that fulfil `where`."""
    connection = session.connection()
    asked = select(func.string_agg(Outcome.packed, b"")).where(where).compile(dialect=connection.dialect)
    driver = cast(psycopg.Connection, connection.connection.driver_connection)
    # As bytes and not as their hexadecimal digits, which take as long to read as everything else.
    with driver.cursor(binary=True) as cursor:
        row = cursor.execute(str(asked).encode(), asked.params).fetchone()
    return Columns((row and row[0]) or b"", now)


def tally(metric: Rate, columns: Columns, within: Bools | None = None) -> tuple[int, int]:
    """Return numerator and denominator of a rate over these episodes, or over those `within`."""
    if not isinstance(metric, EpisodeRate):
        assert metric.summed is not None
        chosen = slice(None) if within is None else within
        hits, n = (columns.rows[name][chosen] for name in metric.summed)
        return int(hits.sum(dtype=np.int64)), int(n.sum(dtype=np.int64))
    over, held = _parts(metric, columns)
    if within is not None:
        over = over & within
    return int((over & held).sum()), int(over.sum())


def weekly(metric: EpisodeRate, columns: Columns, weeks: NDArray[np.intp], n: int) -> list[tuple[int, int]]:
    """Return numerator and denominator of each of `n` weeks."""
    over, held = _parts(metric, columns)
    hits, all_ = (np.bincount(weeks[chosen], minlength=n) for chosen in (over & held, over))
    return [(int(hit), int(one)) for hit, one in zip(hits, all_, strict=True)]


def by_topic(session: Session, columns: Columns, parts: Sequence[Bools]) -> dict[str | None, tuple[int, ...]]:
    """Return of each topic with eligible episodes, the largest first, how many are in each of `parts`."""
    numbers, topics = np.unique(columns.rows["topic"], return_inverse=True)
    sizes, *counts = (
        np.bincount(topics[part], minlength=len(numbers)) for part in (columns.eligible, *parts)
    )
    found = [
        (int(sizes[i]), name, tuple(int(count[i]) for count in counts))
        for i, name in enumerate(names_of(session, "topic", numbers))
        if sizes[i]
    ]
    found.sort(key=lambda one: (-one[0], one[1] is None, one[1] or ""))
    return {name: numerators for _, name, numerators in found}


def numerator(metric: EpisodeRate, columns: Columns) -> Bools:
    """Return which episodes a rate counts."""
    over, held = _parts(metric, columns)
    return over & held


def reasons_of(session: Session, columns: Columns) -> Counter[str | None]:
    """Return how many were escalated for each reason; None: a person stepped in unasked."""
    escalated = numerator(EscalationRate(), columns)
    numbers, counts = np.unique(columns.rows["reason"][escalated], return_counts=True)
    return Counter(dict(zip(names_of(session, "reason", numbers), map(int, counts), strict=True)))


def spans(metric: Duration, columns: Columns) -> NDArray[np.float64]:
    """Return the seconds an episode's duration measured."""
    seconds: NDArray[np.float64] = columns.rows[metric.value.name].astype(np.float64)
    return seconds[~np.isnan(seconds)]


def names_of(session: Session, column: str, numbers: Collection[int]) -> list[str | None]:
    """Return the texts of `column` that these numbers stand for; 0 stands for none."""
    wanted = [int(number) for number in numbers]
    if missing := [number for number in wanted if number and number not in _known]:
        if len(_known) + len(missing) > KNOWN_NAMES:
            _known.clear()
            missing = wanted
        rows = session.execute(_NAMED[column], {"numbers": missing})
        _known.update({number: name for number, name in rows if name is not None})
    return [_known.get(number) for number in wanted]


def _parts(metric: EpisodeRate, columns: Columns) -> tuple[Bools, Bools]:
    return metric.over(columns), metric.counts(columns)


def _moment(at: datetime) -> int:
    naive = np.datetime64(at.astimezone(UTC).replace(tzinfo=None), "us")
    return int((naive - EPOCH).astype(np.int64))


# One look each: a popular topic stands in thousands of rows.
_NAMED = {
    column: text(
        f"SELECT n, (SELECT {column} FROM outcomes WHERE {named(column)} = n LIMIT 1)"
        " FROM unnest(CAST(:numbers AS bigint[])) AS n"
    )
    for column in ("topic", "reason")
}
