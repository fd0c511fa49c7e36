"""The columns of an outcome by the names an episode at hand has: a metric says once what it counts."""

from types import SimpleNamespace

from sqlalchemy import DateTime, bindparam, not_

from api.outcomes.models import Outcome

NOW = bindparam("now", type_=DateTime(timezone=True))
"""Whoever asks says what time it is: `{"now": …}`."""


SIGHT = SimpleNamespace(
    eligible=Outcome.eligible,
    claimed=Outcome.claimed,
    answered=Outcome.answered,
    unanswered=not_(Outcome.answered),
    label=Outcome.label,
    matured=Outcome.matures_at <= NOW,
    recontacted=Outcome.recontacted_by.is_not(None),
    stayed_away=Outcome.recontacted_by.is_(None),
    false_deflection=Outcome.recontacted_by.is_not(None) | Outcome.reached_human,
)
