"""Who moves when the score's definition changes. Nothing here does I/O."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from api.accounts.score.health import Health, Weeks, health_in
from api.accounts.score.rules import BANDS, HOW, Rules
from api.accounts.signals import Signal


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """One account's health under two definitions."""

    account_id: int
    name: str
    before: Health | None
    after: Health | None

    @property
    def by(self) -> int:
        """How many points it moves by."""
        return (self.after.score if self.after else 0) - (self.before.score if self.before else 0)

    @property
    def crosses(self) -> bool:
        """Whether it crosses the red or the green line."""
        return bool(self.before and self.after and self.before.band != self.after.band)


@dataclass(frozen=True, kw_only=True, slots=True)
class Moves:
    """What a change of the definition does to all accounts."""

    crossing: tuple[Move, ...]
    """Those that get worse first."""
    moving: tuple[Move, ...]
    """Those that move and cross no line, the furthest first."""
    still: int
    before: Mapping[str, int]
    """How many accounts of each band."""
    after: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One number of a definition that differs: `of` names it, a signal or a setting."""

    of: str
    side: str
    """Empty, or which number of the signal: low, at_low, high, at_high, counts."""
    before: float | None
    after: float | None


def moves(
    names: Iterable[tuple[int, str]],
    signals: Mapping[int, Mapping[Signal, Weeks]],
    old: Rules,
    new: Rules,
    week: date,
) -> Moves:
    """Compare the present healths of all accounts under two definitions."""
    found = [
        Move(
            account_id=account_id,
            name=name,
            before=health_in(signals.get(account_id, {}), old, week),
            after=health_in(signals.get(account_id, {}), new, week),
        )
        for account_id, name in names
    ]
    crossing = sorted((move for move in found if move.crosses), key=lambda move: (move.by, move.name))
    moving = [move for move in found if move.by and not move.crosses]
    return Moves(
        crossing=tuple(crossing),
        moving=tuple(sorted(moving, key=lambda move: (-abs(move.by), move.name))),
        still=len(found) - len(crossing) - len(moving),
        before=_bands(move.before for move in found),
        after=_bands(move.after for move in found),
    )


def _bands(found: Iterable[Health | None]) -> dict[str, int]:
    counts = Counter(health.band for health in found if health)
    return {band: counts[band] for band in BANDS}


def differences(old: Rules, new: Rules) -> list[Difference]:
    """Return every number in which two definitions differ, settings first."""
    found = [
        Difference(of=name, side="", before=getattr(old, name), after=getattr(new, name))
        for name in ("start", "half_life", "span", "red", "green")
        if getattr(old, name) != getattr(new, name)
    ]
    before, after = ({term.signal: term for term in rules.terms} for rules in (old, new))
    for signal in HOW:
        one, other = before.get(signal), after.get(signal)
        if one == other:
            continue
        if one is None or other is None:
            counts = [float(term is not None) for term in (one, other)]
            found.append(Difference(of=signal, side="counts", before=counts[0], after=counts[1]))
            continue
        for side in ("low", "at_low", "high", "at_high"):
            if getattr(one, side) != getattr(other, side):
                found.append(
                    Difference(of=signal, side=side, before=getattr(one, side), after=getattr(other, side))
                )
    return found
