"""How well an account is, from its signals by the rules of one definition. Nothing here does I/O."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Literal

from api.accounts.score.rules import How, Rules, Term
from api.accounts.signals import Signal

Weeks = Mapping[date, float]
"""A signal's value by the Monday of its week."""
WEEK = timedelta(weeks=1)
PartOf = Signal | Literal["start", "bounds"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One term of a score, and what it stands on."""

    of: PartOf
    """The start, a signal, or `bounds`: what is cut off below 0 and above 100."""
    points: int
    how: How | None = None
    value: float | None = None
    """A change as a share, a faded sum, a level."""
    times: float | None = None
    """Of a count: how many in the last `weeks`, nothing faded."""
    latest: float | None = None
    """Of a count: how many of them in the week of the score."""
    weeks: int = 0
    """Of a change: the weeks compared; of a count: the weeks looked at; of a level: its age."""

    def to_json(self) -> dict[str, Any]:
        """Return what is kept."""
        return {key: value for key, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """A score from 0 to 100 and the parts whose points add up to it."""

    score: int
    band: str
    parts: tuple[Part, ...]

    @property
    def telling(self) -> list[Part]:
        """The signals that give or take points, what takes most first."""
        return sorted(
            (p for p in self.parts if p.points and isinstance(p.of, Signal)), key=lambda p: p.points
        )


def part_of(kept: Mapping[str, Any]) -> Part:
    """Read a part that was kept."""
    of, how = kept["of"], kept.get("how")
    known: PartOf = of if of in ("start", "bounds") else Signal(of)
    return Part(**{**kept, "of": known, "how": How(how) if how else None})


def health_in(
    signals: Mapping[Signal, Weeks], rules: Rules, week: date, *, over: bool = False
) -> Health | None:
    """Return the health in the week that begins on the Monday `week`, from what was known by its end.

    `over`: the week is complete, so that its numbers may be compared with those of other weeks. An account of
    which no signal is known has no health.
    """
    parts = [
        part
        for term in rules.terms
        if (part := _part(term, signals.get(term.signal, {}), rules, week, over)) is not None
    ]
    if not parts:
        return None
    total = rules.start + sum(part.points for part in parts)
    score = min(100, max(0, total))
    found = [Part(of="start", points=rules.start), *parts]
    if score != total:
        found.append(Part(of="bounds", points=score - total))
    return Health(score=score, band=rules.band(score), parts=tuple(found))


def _part(term: Term, told: Weeks, rules: Rules, week: date, over: bool) -> Part | None:
    known = {monday: value for monday, value in told.items() if monday <= week}
    if not known:
        return None
    if term.how is How.COUNT:
        return _count(term, known, rules, week)
    if term.how is How.LEVEL:
        newest = max(known)
        age = (week - newest).days // 7
        # The last whole week's report is as fresh as one can be.
        points = term.points(known[newest]) * rules.fading(max(0, age - 1))
        return Part(of=term.signal, how=term.how, points=_whole(points), value=known[newest], weeks=age)
    return _change(term, known, rules, week if over else week - WEEK)


def _count(term: Term, known: Weeks, rules: Rules, week: date) -> Part:
    ages = {(week - monday).days // 7: value for monday, value in known.items()}
    faded = sum(value * rules.fading(age) for age, value in ages.items())
    looked = math.ceil(2 * rules.half_life)
    return Part(
        of=term.signal,
        how=term.how,
        points=_whole(term.points(faded)),
        value=round(faded, 2),
        times=sum(value for age, value in ages.items() if age < looked),
        latest=ages.get(0, 0.0),
        weeks=looked,
    )


def _change(term: Term, known: Weeks, rules: Rules, last: date) -> Part | None:
    whole = [monday for monday in known if monday <= last]
    if not whole:
        return None
    end = max(whole)
    now = _mean(known, end, rules.span)
    before = _mean(known, end - rules.span * WEEK, rules.span)
    if now is None or before is None or now == before == 0:
        return None
    change = now / before - 1 if before else 1.0
    points = term.points(change) * rules.fading((last - end).days / 7)
    return Part(of=term.signal, how=term.how, points=_whole(points), value=round(change, 4), weeks=rules.span)


def _mean(known: Weeks, last: date, span: int) -> float | None:
    """The mean of the weeks up to `last`; of fewer than two (of a longer span), nothing can be said."""
    values = [known[monday] for ago in range(span) if (monday := last - ago * WEEK) in known]
    return sum(values) / len(values) if len(values) >= min(2, span) else None


def _whole(points: float) -> int:
    """Round a half away from zero, so that a gain and a loss of the same size count the same."""
    return int(math.copysign(math.floor(abs(points) + 0.5), points))
