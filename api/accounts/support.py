"""What support episodes say of an account, week by week. Nothing here does I/O."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from api.accounts.signals import Signal, week_of
from api.episodes.labels import Label

ANGRY = 2
"""A rating of so much or less, of 5, is a complaint."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Support:
    """One support episode of an account's contact, as the definition of what we count has it."""

    episode_id: int
    account_id: int
    contact: str | None
    text: str | None
    """The contact's first words."""
    opened_at: datetime
    label: Label
    answered: bool
    """An answer or a look-up was shown."""
    came_back: bool
    """It was claimed as solved, and the contact came back about it or reached a person."""
    rating: int | None
    """The lowest."""
    complaint: bool
    """It was handed over because it was a complaint."""
    holdout: bool = False

    @property
    def marks(self) -> tuple[Signal, ...]:
        """The signals it adds one to."""
        rules = {
            # A question that our words answer is one about how it works.
            Signal.HOW_TO: self.label.eligible and self.answered and not self.complaint,
            Signal.UNRESOLVED: self.label in (Label.ABANDONED, Label.BLOCKED) or self.came_back,
            Signal.ANGRY: self.complaint or (self.rating is not None and self.rating <= ANGRY),
            # Who went to a person by chance says nothing about the account.
            Signal.ESCALATED: self.label is Label.ESCALATED and not self.holdout,
        }
        return tuple(signal for signal, holds in rules.items() if holds)


def weekly(
    episodes: Iterable[Support], logins: Mapping[date, float], *, this: date, zone: ZoneInfo
) -> dict[date, dict[Signal, float]]:
    """Return the signals of one account's episodes by week, and how long nothing was heard of it."""
    found: dict[date, dict[Signal, float]] = defaultdict(lambda: defaultdict(float))
    heard = set()
    for episode in episodes:
        week = week_of(episode.opened_at, zone)
        heard.add(week)
        for signal in episode.marks:
            found[week][signal] += 1
    for week, silent in silences(logins, heard, this=this).items():
        found[week][Signal.SILENT] = silent
    return {week: dict(signals) for week, signals in found.items()}


def silences(logins: Mapping[date, float], heard: set[date], *, this: date) -> dict[date, float]:
    """Return how many weeks in a row, up to each, had neither a login nor a contact.

    A week whose logins nobody told is not silent, but unknown. The present week is not over: it goes on with
    the silence before it until something is heard.
    """
    found: dict[date, float] = {}
    before: date | None = None
    for week in sorted(logins):
        if week >= this:
            break
        silent = not logins[week] and week not in heard
        unbroken = before is not None and (week - before).days == 7
        found[week] = (found[before] if unbroken and before else 0.0) + 1 if silent else 0.0
        before = week
    if before is not None and (this - before).days == 7:
        found[this] = 0.0 if this in heard or logins.get(this) else found[before]
    return found
