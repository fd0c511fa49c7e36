"""The definition of the health score, as data that a manager edits. Nothing here does I/O."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from api.accounts.signals import Signal
from api.errors import Invalid

MOST_POINTS = 50
"""What one term can give or take: more, and one signal alone would decide."""
BANDS = ("red", "yellow", "green")


class How(StrEnum):
    """What of a signal a term looks at."""

    CHANGE = "change"
    """The mean of the last `span` weeks against the mean of the `span` before, as a share: -0.42."""
    COUNT = "count"
    """The sum over all weeks, each halved with every half-life of its age."""
    LEVEL = "level"
    """The newest value; its points are halved with every half-life of its age."""


CHANGES = (Signal.LOGINS, Signal.ACTIVE_USERS)
LEVELS = (
    Signal.SETTINGS_DONE,
    Signal.TOUCHPOINT_GRADE,
    Signal.NPS,
    Signal.CES,
    Signal.OUTCOME,
    Signal.SILENT,
)
HOW = {
    signal: How.CHANGE if signal in CHANGES else How.LEVEL if signal in LEVELS else How.COUNT
    for signal in Signal
}
"""How a term looks at each signal. A version keeps its own."""


class ScoreNotUsable(Invalid):
    """This definition cannot be used."""


class StartOutOfRange(ScoreNotUsable):
    """The start must be a whole number from 0 to 100."""


class HalfLifeOutOfRange(ScoreNotUsable):
    """The half-life must be from 0.5 to 52 weeks."""


class SpanOutOfRange(ScoreNotUsable):
    """The weeks compared must be from 1 to 12."""


class LinesOutOfOrder(ScoreNotUsable):
    """The red line must lie below the green line, both from 1 to 100."""


class TermOutOfOrder(ScoreNotUsable):
    """In each row, the value on the left must be smaller than the value on the right."""


class TermTooHeavy(ScoreNotUsable):
    """A signal can give or take 50 points at most, in whole points."""


class TermBackwards(ScoreNotUsable):
    """A signal's points run against its meaning: more of what is bad must not give points."""


class TermTwice(ScoreNotUsable):
    """Each signal can count once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """What one signal gives or takes: `at_low` points up to `low`, `at_high` from `high`, in line between."""

    signal: Signal
    how: How
    low: float
    at_low: int
    high: float
    at_high: int

    def points(self, value: float) -> float:
        """Return the points of a value, before decay and rounding."""
        share = min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))
        return self.at_low + (self.at_high - self.at_low) * share


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """A definition. Scores below `red` are red, from `green` on green, between yellow."""

    start: int
    half_life: float
    """In weeks."""
    span: int
    """Weeks that a change compares with as many before."""
    red: int
    green: int
    terms: tuple[Term, ...]

    def band(self, score: float) -> str:
        """Return red, yellow or green."""
        return BANDS[(score >= self.red) + (score >= self.green)]

    def fading(self, weeks: float) -> float:
        """Return what is left of a signal after so many weeks: 1, a half after a half-life, …"""
        return float(0.5 ** (weeks / self.half_life))

    def to_json(self) -> dict[str, Any]:
        """Return what is kept."""
        return asdict(self) | {"terms": [asdict(term) for term in self.terms]}


def rules_of(kept: Mapping[str, Any]) -> Rules:
    """Read what was kept."""
    return Rules(**{**kept, "terms": tuple(_term(term) for term in kept["terms"])})


def _term(kept: Mapping[str, Any]) -> Term:
    return Term(**{**kept, "signal": Signal(kept["signal"]), "how": How(kept["how"])})


def checked(rules: Rules) -> Rules:
    """Return `rules`, or raise what is wrong with them."""
    if not 0 <= rules.start <= 100:
        raise StartOutOfRange
    if not 0.5 <= rules.half_life <= 52:
        raise HalfLifeOutOfRange
    if not 1 <= rules.span <= 12:
        raise SpanOutOfRange
    if not 1 <= rules.red < rules.green <= 100:
        raise LinesOutOfOrder
    _check_terms(rules.terms)
    return rules


def _check_terms(terms: Sequence[Term]) -> None:
    if len({term.signal for term in terms}) != len(terms):
        raise TermTwice
    for term in terms:
        said = {"signal": term.signal.value}
        if not (math.isfinite(term.low) and math.isfinite(term.high) and term.low < term.high):
            raise TermOutOfOrder(**said)
        if max(abs(term.at_low), abs(term.at_high)) > MOST_POINTS:
            raise TermTooHeavy(**said)
        rises = term.at_high - term.at_low
        if rises and (rises > 0) != (term.signal.about.better == "more"):
            raise TermBackwards(**said)
