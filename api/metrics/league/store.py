"""The SQL of the league table: counted by FAQ and week, and the episodes behind one number."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Date, Select, bindparam, cast, func, literal_column, select
from sqlalchemy.orm import Session

from api.episodes.definitions import CURRENT
from api.metrics.filters import Filters
from api.metrics.league.counting import OF_EPISODES, REACTIONS, Count
from api.metrics.periods import Period
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
    asked, narrowed = _asked(period, now), filters.conditions()
    whole: Counted = defaultdict(Counter)
    weekly: Weekly = defaultdict(Counter)
    monday = period.first.toordinal() - period.first.weekday()
    for faq_id, week, *numbers in session.execute(_COUNTS.where(*narrowed), asked):
        for count, n in zip(OF_EPISODES, numbers, strict=True):
            whole[faq_id][count] += n
            weekly[faq_id][(week.toordinal() - monday) // 7, count] += n
    for faq_id, reaction, n in session.execute(_REACTIONS.where(*narrowed), asked):
        if faq_id is not None and reaction is not None:
            whole[faq_id][Count(reaction)] = n
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
    return {"start": period.start, "end": period.end, "now": now, "zone": period.zone.key}


_WITHIN = (
    Outcome.definition == CURRENT,
    Outcome.opened_at >= bindparam("start"),
    Outcome.opened_at < bindparam("end"),
)
_LAST = (
    select(OutcomeAnswer.faq_id)
    .where(
        OutcomeAnswer.definition == Outcome.definition,
        OutcomeAnswer.episode_id == Outcome.episode_id,
        OutcomeAnswer.faq_id.is_not(None),
    )
    .order_by(OutcomeAnswer.number.desc())
    .limit(1)
    .lateral("last_shown")
)
_WEEK = cast(func.date_trunc("week", func.timezone(bindparam("zone"), Outcome.opened_at)), Date)
_COUNTS = (
    select(
        _LAST.c.faq_id,
        _WEEK.label("week"),
        *(func.count().filter(condition) for condition in OF_EPISODES.values()),
    )
    .join_from(Outcome, _LAST, literal_column("true"))
    .where(*_WITHIN, Outcome.eligible)
    .group_by(_LAST.c.faq_id, literal_column("week"))
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
        found = (
            select(Outcome.episode_id, Outcome.opened_at, *_SHOWN)
            .join_from(Outcome, _LAST, literal_column("true"))
            .where(*_WITHIN, Outcome.eligible, _LAST.c.faq_id == bindparam("faq_id"), OF_EPISODES[count])
        )
        order = Outcome.opened_at
    paged = found.order_by(order.desc(), Outcome.episode_id.desc())
    return paged.limit(bindparam("limit")).offset(bindparam("after"))


_LISTS = {count: _list_of(count) for count in Count}
