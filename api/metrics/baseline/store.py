"""The SQL of the baseline: imported inquiries, and what the bot passed on. Read only."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import DateTime, bindparam, func, select, union_all
from sqlalchemy.orm import Session

from api.episodes.definitions import CURRENT
from api.episodes.labels import Label
from api.inquiries.models import Inquiry
from api.outcomes.models import Outcome, OutcomeHandOff


class Work(NamedTuple):
    """What people did in a span."""

    contacts: int
    minutes: float | None
    with_minutes: int
    response: float | None
    with_response: int


def began_at(session: Session) -> datetime | None:
    """Return when the bot's first episode was opened."""
    return session.scalar(_BEGAN)


def oldest_import(session: Session) -> datetime | None:
    """Return when the oldest imported inquiry was received."""
    return session.scalar(_OLDEST)


def work_between(session: Session, start: datetime, end: datetime) -> Work:
    """Return what people did: inquiries that came to them directly, and episodes they took part in."""
    return Work(*session.execute(_WORK, {"start": start, "end": end}).one())


# What the bot was asked is an episode already; imports came to people directly, by mail, telephone or form.
_IMPORTED = (Inquiry.import_id.is_not(None), Inquiry.episode_id.is_(None))
_BEGAN = select(func.min(Outcome.opened_at)).where(Outcome.definition == CURRENT, Outcome.channel != "help")
_OLDEST = select(func.min(Inquiry.received_at)).where(*_IMPORTED)
_START, _END = (
    bindparam("start", type_=DateTime(timezone=True)),
    bindparam("end", type_=DateTime(timezone=True)),
)
_DIRECT = select(
    Inquiry.handle_minutes.label("minutes"),
    func.extract("epoch", Inquiry.replied_at - Inquiry.received_at).label("response"),
).where(*_IMPORTED, Inquiry.received_at >= _START, Inquiry.received_at < _END)
_PASSED_ON = (
    select(
        (func.sum(OutcomeHandOff.handle_seconds) / 60).label("minutes"),
        func.min(OutcomeHandOff.waited_seconds).label("response"),
    )
    .join_from(
        Outcome,
        OutcomeHandOff,
        (OutcomeHandOff.definition == Outcome.definition) & (OutcomeHandOff.episode_id == Outcome.episode_id),
        isouter=True,
    )
    .where(
        Outcome.definition == CURRENT,
        Outcome.label == Label.ESCALATED,
        Outcome.opened_at >= _START,
        Outcome.opened_at < _END,
    )
    .group_by(Outcome.episode_id)
)
_BOTH = union_all(_DIRECT, _PASSED_ON).subquery()
_WORK = select(
    func.count(),
    func.percentile_cont(0.5).within_group(_BOTH.c.minutes),
    func.count(_BOTH.c.minutes),
    func.percentile_cont(0.5).within_group(_BOTH.c.response),
    func.count(_BOTH.c.response),
).select_from(_BOTH)
