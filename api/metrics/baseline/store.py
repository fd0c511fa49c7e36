"""The SQL of the baseline: imported inquiries, and what the bot passed on. Read only."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import DateTime, Integer, bindparam, exists, func, or_, select, text, union_all
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from api.chat.elsewhere import OURS
from api.chat.models import WIDGET
from api.episodes.definitions import CURRENT
from api.episodes.labels import Label
from api.episodes.ledger import Kind
from api.episodes.models import Fact
from api.inquiries.models import Inquiry
from api.outcomes.models import Outcome, OutcomeHandOff
from api.staff.models import Staff


class Work(NamedTuple):
    """What people did in a span."""

    contacts: int
    minutes: float | None
    with_minutes: int
    response: float | None
    with_response: int
    handlers: int
    """How many people handled them, of those where it is known."""
    handled: int
    """Of how many it is known."""


def began_at(session: Session) -> datetime | None:
    """Return when the bot's first episode was opened; what was told of the telephone is none."""
    return session.scalar(_BEGAN)


def oldest_import(session: Session) -> datetime | None:
    """Return when the oldest imported inquiry was received."""
    return session.scalar(_OLDEST)


def work_between(session: Session, start: datetime, end: datetime) -> Work:
    """Return what people did: inquiries that came to them directly, and episodes they took part in."""
    return Work(*session.execute(_WORK, {"start": start, "end": end}).one())


# What the bot was asked is an episode already; imports came to people directly, by mail, telephone or form.
_ASKED_HERE = exists().where(
    Outcome.definition == CURRENT, Outcome.episode_id == Inquiry.episode_id, Outcome.channel.in_(OURS)
)
_IMPORTED = (Inquiry.import_id.is_not(None), or_(Inquiry.episode_id.is_(None), ~_ASKED_HERE))
_BEGAN = select(func.min(Outcome.opened_at)).where(Outcome.definition == CURRENT, Outcome.channel == WIDGET)
_OLDEST = select(func.min(Inquiry.received_at)).where(*_IMPORTED)
_START, _END = (
    bindparam("start", type_=DateTime(timezone=True)),
    bindparam("end", type_=DateTime(timezone=True)),
)
_DIRECT = select(
    Inquiry.handle_minutes.label("minutes"),
    func.extract("epoch", Inquiry.replied_at - Inquiry.received_at).label("response"),
    Inquiry.handler.label("handler"),
).where(*_IMPORTED, Inquiry.received_at >= _START, Inquiry.received_at < _END)
# Who replied first in an episode.
_HELPED = (
    select(Fact.episode_id, Staff.name)
    .ext(distinct_on(Fact.episode_id))
    .join(Staff, Staff.id == Fact.payload["staff_id"].astext.cast(Integer))
    .where(Fact.kind == Kind.AGENT_REPLIED, Fact.at >= _START)
    .order_by(Fact.episode_id, Fact.at)
    .subquery()
)
# An imported inquiry that became an episode is counted as an inquiry: it knows more.
_TOLD = exists().where(Inquiry.episode_id == Outcome.episode_id, Inquiry.import_id.is_not(None))
_PASSED_ON = (
    select(
        (func.sum(OutcomeHandOff.handle_seconds) / 60).label("minutes"),
        func.min(OutcomeHandOff.waited_seconds).label("response"),
        func.min(_HELPED.c.name).label("handler"),
    )
    .join_from(
        Outcome,
        OutcomeHandOff,
        (OutcomeHandOff.definition == Outcome.definition) & (OutcomeHandOff.episode_id == Outcome.episode_id),
        isouter=True,
    )
    .join(_HELPED, _HELPED.c.episode_id == Outcome.episode_id, isouter=True)
    .where(
        Outcome.definition == CURRENT,
        Outcome.label == Label.ESCALATED,
        Outcome.opened_at >= _START,
        Outcome.opened_at < _END,
        or_(Outcome.channel.in_(OURS), ~_TOLD),
    )
    .group_by(Outcome.episode_id)
)
_BOTH = union_all(_DIRECT, _PASSED_ON).subquery()
# 「佐藤 美咲」 of the inbox is 「佐藤美咲」 of the import.
_WHO = func.regexp_replace(func.lower(func.normalize(_BOTH.c.handler, text("NFKC"))), r"\s", "", "g")
_WORK = select(
    func.count(),
    func.percentile_cont(0.5).within_group(_BOTH.c.minutes),
    func.count(_BOTH.c.minutes),
    func.percentile_cont(0.5).within_group(_BOTH.c.response),
    func.count(_BOTH.c.response),
    func.count(_WHO.distinct()),
    func.count(_BOTH.c.handler),
).select_from(_BOTH)
