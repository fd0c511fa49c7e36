"""The league table: worst first by the hours that were surely lost. Nothing here does I/O."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from api.metrics.intervals import ENOUGH, wilson
from api.metrics.league.counting import Count
from api.metrics.league.store import Counted, Weekly
from api.metrics.minutes import Minutes
from api.metrics.periods import Period


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """`hits` of `n` with its 95 % Wilson interval."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; nothing of nothing."""
        return self.hits / self.n if self.n else None

    @property
    def bounds(self) -> tuple[float, float]:
        """The interval; all that is possible, of nothing."""
        return wilson(self.hits, self.n) if self.n else (0.0, 1.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One FAQ."""

    faq_id: int
    counts: Mapping[Count, int]
    weeks: tuple[Share, ...]
    """Verified of matured, week by week."""
    minutes: float
    """What a person takes for one such question."""

    @property
    def enough(self) -> bool:
        """Whether 30 matured episodes say something."""
        return self.counts[Count.MATURED] >= ENOUGH

    @property
    def verified(self) -> Share:
        """Verified of matured."""
        return Share(hits=self.counts[Count.VERIFIED], n=self.counts[Count.MATURED])

    @property
    def solved(self) -> Share:
        """ "Solved" of the reactions."""
        solved = self.counts[Count.SOLVED]
        return Share(hits=solved, n=solved + self.counts[Count.NOT_SOLVED])

    @property
    def freed_hours(self) -> float:
        """Hours the verified ones saved."""
        return self.counts[Count.VERIFIED] * self.minutes / 60

    @property
    def lost_hours(self) -> float:
        """Hours surely lost, by the lower end of the interval of failures: few episodes claim little."""
        matured = self.counts[Count.MATURED]
        low, _ = Share(hits=self.counts[Count.FAILED], n=matured).bounds
        return low * matured * self.minutes / 60


class Sort(StrEnum):
    """By what the table is sorted. Each has its worst first."""

    LOST = "lost"
    SHOWN = "shown"
    CLAIMED = "claimed"
    VERIFIED = "verified"
    RECONTACTED = "recontacted"
    ESCALATED = "escalated"
    SOLVED = "solved"
    HOURS = "hours"


def table(counts: Counted, weekly: Weekly, period: Period, minutes: Minutes) -> list[Row]:
    """Return a row for each FAQ counted."""
    weeks = range(len(list(period.weeks())))
    return [
        Row(
            faq_id=faq_id,
            counts=found,
            weeks=tuple(
                Share(hits=weekly[faq_id][week, Count.VERIFIED], n=weekly[faq_id][week, Count.MATURED])
                for week in weeks
            ),
            minutes=minutes.of(f"faq:{faq_id}"),
        )
        for faq_id, found in counts.items()
    ]


def ranked(rows: Iterable[Row], sort: Sort, *, best_first: bool = False) -> list[Row]:
    """Return the rows, the worst first; an FAQ without enough data comes after those with."""

    def key(row: Row) -> tuple[bool, float, int]:
        worse = _badness(row, sort)
        return (not row.enough, worse if best_first else -worse, row.faq_id)

    return sorted(rows, key=key)


def worst(rows: Sequence[Row]) -> Row | None:
    """Return the FAQ that surely lost most hours; nothing while none has enough data."""
    first = next(iter(ranked(rows, Sort.LOST)), None)
    return first if first and first.enough and first.counts[Count.FAILED] else None


def _badness(row: Row, sort: Sort) -> float:
    counts = row.counts
    match sort:
        case Sort.LOST:
            return row.lost_hours
        case Sort.VERIFIED:
            # The upper end: surely no better than this.
            return -row.verified.bounds[1]
        case Sort.SOLVED:
            return -row.solved.bounds[1]
        case Sort.HOURS:
            return -row.freed_hours
        case Sort.CLAIMED:
            return -counts[Count.CLAIMED] / max(1, counts[Count.SHOWN])
        case Sort.RECONTACTED:
            return Share(hits=counts[Count.RECONTACTED], n=counts[Count.MATURED]).bounds[0]
        case Sort.ESCALATED:
            return Share(hits=counts[Count.ESCALATED], n=counts[Count.SHOWN]).bounds[0]
        case Sort.SHOWN:
            return counts[Count.SHOWN]
