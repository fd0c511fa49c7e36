"""What is counted of an FAQ: one condition each, for the table and for the lists behind its numbers.

An episode belongs to the FAQ that was shown last in it: what came after is said of that one. Reactions
belong to the FAQ they were given to, wherever in the episode it was shown.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from api.episodes.labels import Label


class Count(StrEnum):
    """One column of the table."""

    SHOWN = "shown"
    CLAIMED = "claimed"
    MATURED = "matured"
    """The denominator of what follows: the re-contact window has passed."""
    VERIFIED = "verified"
    FAILED = "failed"
    """Matured and not verified: escalated, given up, blocked or re-contacted."""
    RECONTACTED = "recontacted"
    ESCALATED = "escalated"
    SOLVED = "solved"
    NOT_SOLVED = "not_solved"


REACTIONS = (Count.SOLVED, Count.NOT_SOLVED)
OF_EPISODES: Mapping[Count, Callable[[Any], Any]] = {
    Count.SHOWN: lambda episode: episode.eligible,
    Count.CLAIMED: lambda episode: episode.claimed,
    Count.MATURED: lambda episode: episode.eligible & episode.matured,
    Count.VERIFIED: lambda episode: episode.claimed & episode.stayed_away & episode.matured,
    Count.FAILED: lambda episode: (
        episode.eligible & episode.matured & ~(episode.claimed & episode.stayed_away)
    ),
    Count.RECONTACTED: lambda episode: episode.recontacted & episode.matured,
    Count.ESCALATED: lambda episode: episode.label == Label.ESCALATED.value,
}
"""Asked of columns, as a metric's conditions are. What is claimed or escalated is eligible."""
