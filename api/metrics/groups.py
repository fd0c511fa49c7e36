"""Episodes that no rate tells apart, counted together: one scan of the outcomes for every rate of a page."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Session

from api.metrics.metric import EpisodeRate, Rate
from api.metrics.people import EscalationRate
from api.metrics.sight import SIGHT
from api.outcomes.models import Outcome

COUNTS = (
    Outcome.answers,
    Outcome.reactions,
    Outcome.solved,
    Outcome.bot_ratings,
    Outcome.bot_satisfied,
    Outcome.agent_ratings,
    Outcome.agent_satisfied,
)
"""Summed within a group."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """`n` episodes alike. Its names are an episode's, so that a metric's conditions can be asked of it."""

    week: int
    """1, 2, 3 … among the weeks asked for."""
    label: str
    eligible: bool
    claimed: bool
    answered: bool
    matured: bool
    recontacted: bool
    reached_human: bool
    reason: str | None
    sample: bool
    n: int
    counts: dict[str, int]

    @property
    def unanswered(self) -> bool:
        """Whether no answer was shown."""
        return not self.answered

    @property
    def stayed_away(self) -> bool:
        """Whether the contact did not come back about it."""
        return not self.recontacted

    @property
    def false_deflection(self) -> bool:
        """Whether the contact came back, or reached a human."""
        return self.recontacted or self.reached_human


def groups_of(
    session: Session, where: ColumnElement[bool], starts: Sequence[datetime], now: datetime
) -> list[Group]:
    """Return the groups of the episodes that fulfil `where`; `starts` are the first moments of the weeks."""
    moments = ARRAY(TIMESTAMP(timezone=True))
    keys = {
        "week": func.width_bucket(Outcome.opened_at, cast(literal(list(starts), moments), moments)),
        "label": Outcome.label,
        "eligible": Outcome.eligible,
        "claimed": Outcome.claimed,
        "answered": Outcome.answered,
        "matured": SIGHT.matured,
        "recontacted": SIGHT.recontacted,
        "reached_human": Outcome.reached_human,
        "reason": Outcome.reason,
        "sample": Outcome.sample,
    }
    named = [key.label(name) for name, key in keys.items()]
    asked = select(*named, func.count().label("n"), *(func.sum(one) for one in COUNTS))
    rows = session.execute(asked.where(where).group_by(*named), {"now": now})
    held = len(keys)
    return [
        Group(
            **dict(zip(keys, row[:held], strict=True)),
            n=row[held],
            counts={one.key: n for one, n in zip(COUNTS, row[held + 1 :], strict=True)},
        )
        for row in rows
    ]


def tally(metric: Rate, groups: Iterable[Group]) -> tuple[int, int]:
    """Return numerator and denominator of a rate over these groups."""
    if not isinstance(metric, EpisodeRate):
        assert metric.summed is not None
        hits, n = metric.summed
        groups = list(groups)
        return sum(one.counts[hits] for one in groups), sum(one.counts[n] for one in groups)
    over = [one for one in groups if metric.over(one)]
    return sum(one.n for one in over if metric.counts(one)), sum(one.n for one in over)


def reasons_of(groups: Iterable[Group]) -> Counter[str | None]:
    """Return how many were escalated for each reason; None: a person stepped in unasked."""
    metric, found = EscalationRate(), Counter[str | None]()
    for one in groups:
        if metric.over(one) and metric.counts(one):
            found[one.reason] += one.n
    return found
