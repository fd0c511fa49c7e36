"""An account as the rules of customer success see it. Nothing here does I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Weeks = tuple[tuple[date, float], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A support episode of the account's people, and how it began."""

    episode_id: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountView:
    """What the rules may know of an account. `signals` are by kind, weeks oldest first."""

    id: int
    name: str
    contract_yen: int
    stage: str
    tier: str
    renewal_on: date
    since: date
    """When its stage began, else when the account was added."""
    health: int | None = None
    """0 to 100; empty while nothing is known."""
    health_band: str = ""
    health_parts: tuple[Mapping[str, Any], ...] = ()
    """What the health stands on, as it is kept."""
    signals: Mapping[str, Weeks] = field(default_factory=dict)
    outcome_text: str | None = None
    outcome: float | None = None
    """How far it has come from its start to its target: 1 is there."""
    asked: tuple[Asked, ...] = ()
    """Episodes of the last two weeks, newest first."""
    contact: str | None = None
    email: str | None = None
    contacted_on: date | None = None

    def values(self, kind: str, weeks: int, *, before: int = 0) -> list[float]:
        """Return the last `weeks` values of a signal, after leaving out the newest `before`."""
        known = [value for _, value in self.signals.get(kind, ())]
        end = len(known) - before
        return known[max(0, end - weeks) : max(0, end)]

    def latest(self, kind: str) -> float | None:
        """Return the newest value of a signal."""
        known = self.signals.get(kind, ())
        return known[-1][1] if known else None
