"""The bank's arithmetic: credit by week, hours spent, the balance carried forward. Nothing here does I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from api.success.bank.counting import Counted, CountedTerm


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What a manager set, from one week on."""

    from_week: date
    share: float = 1.0
    """How much of the net hours is reinvested."""
    week_share: float = 0.25
    """How much of the balance one week's queue may plan."""
    overall_minutes: float | None = None
    review_hours: float | None = None
    minutes: Mapping[str, float] = field(default_factory=dict)

    def minutes_of(self, term: CountedTerm) -> float:
        """Return a topic's minutes: what was set for it, else the ledger's, else what was set overall."""
        own = self.minutes.get(term.topic or "")
        if own is not None:
            return own
        return term.minutes if term.source == "topic" else self.overall(term.minutes)

    def overall(self, ledgers: float) -> float:
        """Return the overall minutes: what was set, else the ledger's."""
        return ledgers if self.overall_minutes is None else self.overall_minutes


@dataclass(frozen=True, kw_only=True, slots=True)
class Week:
    """A week to be entered: what was counted, and when it was closed (never, while episodes still mature)."""

    monday: date
    counted: Counted
    closed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One week of the account: net = gross − review − false; credit = net × share; hours, all of them."""

    week: Week
    terms: Terms
    carried: float
    """The balance of the week before."""
    spent: float

    @property
    def monday(self) -> date:
        """Its first day."""
        return self.week.monday

    @property
    def forecast(self) -> bool:
        """Whether episodes of it still mature, so that its figures still move."""
        return self.week.closed_at is None

    @property
    def gross(self) -> float:
        """Hours freed before costs."""
        counted = self.week.counted
        return sum(term.episodes * self.terms.minutes_of(term) for term in counted.terms) / 60

    @property
    def review(self) -> float:
        """Hours spent reviewing."""
        set_to = self.terms.review_hours
        return self.week.counted.review_hours if set_to is None else set_to

    @property
    def overall(self) -> float:
        """The overall handle time in minutes."""
        return self.terms.overall(self.week.counted.minutes)

    @property
    def false(self) -> float:
        """Hours people spent on what the bot had claimed."""
        return self.week.counted.false_deflections * self.overall / 60

    @property
    def net(self) -> float:
        """Hours that are really free; may be negative."""
        return self.gross - self.review - self.false

    @property
    def credit(self) -> float:
        """Hours that enter the account. A negative net takes its share back."""
        return self.net * self.terms.share

    @property
    def balance(self) -> float:
        """What is there after the week; may be negative."""
        return self.carried + self.credit - self.spent


def terms_of(week: date, every: Sequence[Terms]) -> Terms:
    """Return what holds in `week`: the one made last of those from it or before; `every` oldest first."""
    return next((one for one in reversed(every) if one.from_week <= week), Terms(from_week=week))


def entries(weeks: Sequence[Week], every: Sequence[Terms], minutes: Mapping[date, int]) -> tuple[Entry, ...]:
    """Carry the balance forward week by week; `minutes` were logged in each week."""
    found: list[Entry] = []
    for week in weeks:
        found.append(
            Entry(
                week=week,
                terms=terms_of(week.monday, every),
                carried=found[-1].balance if found else 0.0,
                spent=minutes.get(week.monday, 0) / 60,
            )
        )
    return tuple(found)
