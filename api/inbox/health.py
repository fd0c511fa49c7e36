"""How an account does, from its weekly signals. Nothing here does I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

WEEKS = 4
NOTABLE = 0.2
"""A change by a fifth is worth a word; less is how weeks differ anyway."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """Logins of the last four weeks against the four before."""

    now: int
    before: int
    trend: Literal["rising", "steady", "falling"]


def health_of(logins: Sequence[float]) -> Health | None:
    """Compare the last four of the weeks' logins with the four before; none with fewer than eight weeks."""
    if len(logins) < 2 * WEEKS:
        return None
    now, before = round(sum(logins[-WEEKS:])), round(sum(logins[-2 * WEEKS : -WEEKS]))
    change = (now - before) / before if before else float(now > 0)
    trend: Literal["rising", "steady", "falling"] = (
        "rising" if change >= NOTABLE else "falling" if change <= -NOTABLE else "steady"
    )
    return Health(now=now, before=before, trend=trend)
