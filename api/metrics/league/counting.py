"""What is counted of an FAQ: one condition each, for the table and for the lists behind its numbers.

An episode belongs to the FAQ that was shown last in it: what came after is said of that one. Reactions
belong to the FAQ they were given to, wherever in the episode it was shown.
"""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, bindparam, not_, true

from api.episodes.labels import Label
from api.outcomes.models import Outcome


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
_MATURED = Outcome.matures_at <= bindparam("now")
_KEPT = and_(Outcome.claimed, Outcome.recontacted_by.is_(None))
OF_EPISODES: Mapping[Count, ColumnElement[bool]] = {
    Count.SHOWN: true(),
    Count.CLAIMED: Outcome.claimed.is_(True),
    Count.MATURED: _MATURED,
    Count.VERIFIED: and_(_MATURED, _KEPT),
    Count.FAILED: and_(_MATURED, not_(_KEPT)),
    Count.RECONTACTED: and_(_MATURED, Outcome.recontacted_by.is_not(None)),
    Count.ESCALATED: Outcome.label == Label.ESCALATED,
}
