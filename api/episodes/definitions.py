"""The versions of what we count, all computed from the same facts. Nothing here does I/O."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from api.episodes.labels import Verdict, judge
from api.episodes.summary import HandOffTimes
from api.policy.hours import BusinessHours


@dataclass(frozen=True, kw_only=True, slots=True)
class Definition:
    """One version: how an episode gets its label, and how time is counted."""

    number: int
    judge: Callable[..., Verdict]
    business_hours: bool
    """Whether who waits for a person waits in business hours only."""
    near: bool = False
    """Whether a return is about the same topic, too, when the answered FAQ is among those that the return's
    words come nearest to; and when it names no topic and ends with a person."""

    def waited(self, hand_off: HandOffTimes, hours: BusinessHours) -> float | None:
        """Return the seconds until a person's first reply; nothing without one."""
        if hand_off.replied_at is None:
            return None
        if self.business_hours:
            return hours.seconds_between(hand_off.requested_at, hand_off.replied_at)
        return (hand_off.replied_at - hand_off.requested_at).total_seconds()


DEFINITIONS: Mapping[int, Definition] = {
    one.number: one
    for one in (
        # Every hour of every day counts as waiting.
        Definition(number=1, judge=judge, business_hours=False),
        # Nights, weekends and holidays are no waiting: `hours` and `holidays` of the policy file.
        Definition(number=2, judge=judge, business_hours=True),
        # Who comes back in other words is often asked "do you mean …?", the FAQ shown before among those.
        Definition(number=3, judge=judge, business_hours=True, near=True),
    )
}
CURRENT = 2
"""The one in force: what pages, files and the API say unless another is asked for."""
