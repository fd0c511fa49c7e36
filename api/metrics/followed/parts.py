"""The sets of episodes that the corrected rate rests on: a count and the list behind it ask the same."""

from enum import StrEnum

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import aliased

from api.episodes.labels import Label
from api.episodes.ledger import Kind
from api.episodes.models import Fact
from api.metrics.sight import SIGHT
from api.outcomes.models import Outcome

CHANNEL = "widget"
"""The only channel in which it can be asked later."""
ASKED, GIVEN = aliased(Fact), aliased(Fact)
JOINED = (
    (ASKED, and_(ASKED.episode_id == Outcome.episode_id, ASKED.kind == Kind.FOLLOW_UP_ASKED.value)),
    (GIVEN, and_(GIVEN.episode_id == Outcome.episode_id, GIVEN.kind == Kind.FOLLOW_UP_GIVEN.value)),
)
"""One fact of each at most: their keys are the episode's."""


class Part(StrEnum):
    """One of them."""

    ELIGIBLE = "eligible"
    CONFIRMED = "confirmed"
    SILENT = "silent"
    ASKED = "asked"
    YES = "yes"
    NO = "no"
    UNHEARD = "unheard"
    """Silent, and nothing was heard later: not asked, or no answer."""


def over() -> ColumnElement[bool]:
    """The episodes that all are of: the widget's, eligible and matured."""
    return and_(SIGHT.eligible, SIGHT.matured, Outcome.channel == CHANNEL)


def of(part: Part) -> ColumnElement[bool]:
    """Return the condition that puts one of them into a part."""
    kept = SIGHT.claimed & SIGHT.stayed_away
    silent = kept & (SIGHT.label == Label.ASSUMED.value)
    said = GIVEN.payload["value"].as_string()
    parts: dict[Part, ColumnElement[bool]] = {
        Part.ELIGIBLE: SIGHT.eligible,
        Part.CONFIRMED: kept & (SIGHT.label == Label.CONFIRMED.value),
        Part.SILENT: silent,
        Part.ASKED: silent & ASKED.id.is_not(None),
        Part.YES: silent & (said == "solved"),
        Part.NO: silent & (said == "not_solved"),
        Part.UNHEARD: silent & GIVEN.id.is_(None),
    }
    return parts[part]
