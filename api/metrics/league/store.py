"""The SQL of the league table: counted by FAQ and week, and the episodes behind one number."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from api.episodes.definitions import CURRENT
from api.metrics.columns import columns_of
from api.metrics.filters import Filters, scope
from api.metrics.league.counting import OF_EPISODES, REACTIONS, Count
from api.metrics.periods import Period
from api.metrics.sight import SIGHT
from api.outcomes.models import Outcome, OutcomeAnswer

Counted = dict[int, Counter[Count]]
Weekly = dict[int, Counter[tuple[int, Count]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """One episode behind a number; `at` is when it was opened, or when the answer was shown."""

    id: int
    at: datetime
    label: str
    recontacted: bool
    sample: bool


def counts_of(session: Session, period: Period, filters: Filters, *, now: datetime) -> tuple[Counted, Weekly]:
    """Return the counts of each FAQ shown in `period`, in all and by its week (0 is the first)."""
    columns = columns_of(session, scope(period, filters), now)
    weeks = list(period.weeks())
    week_of = columns.weeks([week.start for week in weeks])
    faq_ids, of_faq = np.unique(columns.rows["shown_faq_id"], return_inverse=True)
    whole: Counted = defaultdict(Counter)
    weekly: Weekly = defaultdict(Counter)
    for count, condition in OF_EPISODES.items():
        chosen = condition(columns)
        cells = np.bincount(
            of_faq[chosen] * len(weeks) + week_of[chosen], minlength=len(faq_ids) * len(weeks)
        ).reshape(len(faq_ids), len(weeks))
        for i, week in zip(*np.nonzero(cells), strict=True):
            # 0 stands for no FAQ at all.
            if faq_id := int(faq_ids[i]):
                whole[faq_id][count] += int(cells[i, week])
                weekly[faq_id][int(week), count] += int(cells[i, week])
    asked = _asked(period, now)
    for shown, reaction, n in session.execute(_REACTIONS.where(*filters.conditions()), asked):
        if shown is not None and reaction is not None:
            whole[shown][Count(reaction)] = n
    return whole, weekly


def listed(
    session: Session,
    period: Period,
    filters: Filters,
    faq_id: int,
    count: Count,
    *,
    now: datetime,
    limit: int,
    after: int,
) -> list[Listed]:
    """Return a page of what one number counted, newest first."""
    asked = _asked(period, now) | {"faq_id": faq_id, "limit": limit, "after": after}
    shown = _LISTS[count].where(*filters.conditions())
    return [
        Listed(id=id, at=at, label=label, recontacted=back is not None, sample=sample)
        for id, at, label, back, sample in session.execute(shown, asked)
    ]


def _asked(period: Period, now: datetime) -> dict[str, object]:
    return {"start": period.start, "end": period.end, "now": now}


_WITHIN = (
    Outcome.definition == CURRENT,
    Outcome.opened_at >= bindparam("start"),
    Outcome.opened_at < bindparam("end"),
)
_ANSWERED = (
    OutcomeAnswer.definition == Outcome.definition,
    OutcomeAnswer.episode_id == Outcome.episode_id,
)
_REACTIONS = (
    select(OutcomeAnswer.faq_id, OutcomeAnswer.reaction, func.count())
    .join(Outcome, _ANSWERED[0] & _ANSWERED[1])
    .where(*_WITHIN, OutcomeAnswer.faq_id.is_not(None), OutcomeAnswer.reaction.in_(REACTIONS))
    .group_by(OutcomeAnswer.faq_id, OutcomeAnswer.reaction)
)
_SHOWN = (Outcome.label, Outcome.recontacted_by, Outcome.sample)


def _list_of(count: Count) -> Select[int, datetime, str, int | None, bool]:
    if count in REACTIONS:
        found = (
            select(Outcome.episode_id, OutcomeAnswer.at, *_SHOWN)
            .join(OutcomeAnswer, _ANSWERED[0] & _ANSWERED[1])
            .where(*_WITHIN, OutcomeAnswer.faq_id == bindparam("faq_id"), OutcomeAnswer.reaction == count)
        )
        order = OutcomeAnswer.at
    else:
        found = select(Outcome.episode_id, Outcome.opened_at, *_SHOWN).where(
            *_WITHIN, Outcome.shown_faq_id == bindparam("faq_id"), OF_EPISODES[count](SIGHT)
        )
        order = Outcome.opened_at
    paged = found.order_by(order.desc(), Outcome.episode_id.desc())
    return paged.limit(bindparam("limit")).offset(bindparam("after"))


_LISTS = {count: _list_of(count) for count in Count}
