"""How a card stands: what was done with it last and not taken back. Nothing here does I/O."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class State(StrEnum):
    """How a card stands."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    SNOOZED = "snoozed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """Something done with a card."""

    id: int
    card_id: int
    kind: State
    minutes: int
    note: str
    until: date | None
    who: str | None
    at: datetime
    undone: bool


def newest(acts: Sequence[Act]) -> Act | None:
    """Return the newest act that was not taken back."""
    return max((act for act in acts if not act.undone), key=lambda act: act.id, default=None)


def state_of(acts: Sequence[Act], today: date) -> State:
    """Return how a card stands today: one whose sleep is over is open again."""
    act = newest(acts)
    if act is None or (act.kind is State.SNOOZED and act.until is not None and act.until <= today):
        return State.OPEN
    return act.kind


def minutes_of(acts: Iterable[Act]) -> int:
    """Return the minutes that were logged and stand."""
    return sum(act.minutes for act in acts if not act.undone)
