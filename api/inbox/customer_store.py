"""The SQL of what is known of a customer: who they are, their account, and what was before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from api.chat.models import Contact, Conversation, HandOff, Message
from api.episodes.labels import Label, label
from api.episodes.ledger import FactValue, Kind
from api.episodes.models import Episode, Fact
from api.inbox.health import Health, health_of

CONVERSATIONS = 8
# Accounts belong to a room that builds on this one, so they are read by name.
_ACCOUNT = text("SELECT id, name, stage, renewal_on, contract_yen FROM accounts WHERE id = :id")
_HEALTH = text(
    "SELECT h.score, h.parts, (v.rules->>'red')::int AS red, (v.rules->>'green')::int AS green"
    " FROM account_healths h JOIN health_scores v ON v.number = h.definition"
    " WHERE h.account_id = :id AND h.definition = (SELECT max(number) FROM health_scores)"
    " ORDER BY h.week DESC LIMIT 1"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """The account a customer belongs to; `contract_yen` is a year's."""

    id: int
    name: str
    stage: str
    renewal_on: date
    contract_yen: int
    health: Health | None


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlierEpisode:
    """One demand of the customer and what became of it."""

    id: int
    opened_at: datetime
    label: Label


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """A conversation of the customer: its first words, its episodes, and its newest hand-off."""

    id: str
    created_at: datetime
    first_text: str | None
    hand_off_id: int | None
    topic: str | None
    episodes: tuple[EarlierEpisode, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What is known of a customer. `identified`: the company's site vouches for who they are."""

    name: str | None
    email: str | None
    identified: bool
    since: datetime
    conversations: int
    rating: float | None
    """The mean of their ratings, 1 to 5."""
    account: Account | None
    earlier: tuple[Earlier, ...]
    """Their conversations, the newest first; the present one is among them."""


def known_of(session: Session, contact_id: int, *, now: datetime, quiet: timedelta) -> Known:
    """Return what is known of a customer."""
    contact = session.get_one(Contact, contact_id)
    total = session.scalar(select(func.count()).where(Conversation.contact_id == contact_id))
    rating = session.scalar(
        select(func.avg(Fact.payload["rating"].as_integer()))
        .join(Episode, Episode.id == Fact.episode_id)
        .where(Episode.contact_id == contact_id, Fact.kind == Kind.CSAT_GIVEN)
    )
    return Known(
        name=contact.name,
        email=contact.email,
        identified=contact.external_id is not None,
        since=contact.created_at,
        conversations=total or 0,
        rating=float(rating) if rating is not None else None,
        account=_account(session, contact.account_id),
        earlier=_earlier(session, contact_id, now=now, quiet=quiet),
    )


def _account(session: Session, account_id: int | None) -> Account | None:
    row = session.execute(_ACCOUNT, {"id": account_id}).mappings().first() if account_id else None
    if row is None:
        return None
    health = session.execute(_HEALTH, {"id": account_id}).mappings().first()
    return Account(
        id=row["id"],
        name=row["name"],
        stage=row["stage"],
        renewal_on=row["renewal_on"],
        contract_yen=row["contract_yen"],
        health=health_of(**health) if health else None,
    )


def _earlier(session: Session, contact_id: int, *, now: datetime, quiet: timedelta) -> tuple[Earlier, ...]:
    first = (
        select(Message.text)
        .where(Message.conversation_id == Conversation.id, Message.author == "customer")
        .order_by(Message.seq)
        .limit(1)
        .correlate(Conversation)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Conversation.id, Conversation.created_at, first.label("first_text"))
        .where(Conversation.contact_id == contact_id)
        .order_by(Conversation.updated_at.desc(), Conversation.id)
        .limit(CONVERSATIONS)
    ).all()
    ids = [row.id for row in rows]
    episodes, newest = _episodes(session, ids, now=now, quiet=quiet), _hand_offs(session, ids)
    return tuple(
        Earlier(
            id=row.id,
            created_at=row.created_at,
            first_text=row.first_text,
            hand_off_id=newest[row.id].id if row.id in newest else None,
            topic=newest[row.id].topic if row.id in newest else None,
            episodes=tuple(episodes.get(row.id, ())),
        )
        for row in rows
    )


def _episodes(
    session: Session, ids: Sequence[str], *, now: datetime, quiet: timedelta
) -> dict[str, list[EarlierEpisode]]:
    facts: dict[int, list[FactValue]] = {}
    opened = session.scalars(
        select(Episode).where(Episode.conversation_id.in_(ids)).order_by(Episode.number)
    ).all()
    for fact in session.scalars(select(Fact).where(Fact.episode_id.in_([one.id for one in opened]))):
        facts.setdefault(fact.episode_id, []).append(
            FactValue(kind=Kind(fact.kind), at=fact.at, payload=fact.payload)
        )
    found: dict[str, list[EarlierEpisode]] = {}
    for one in opened:
        became = label(facts.get(one.id, ()), now=now, quiet=quiet)
        shown = EarlierEpisode(id=one.id, opened_at=one.opened_at, label=became)
        found.setdefault(one.conversation_id, []).append(shown)
    return found


def _hand_offs(session: Session, ids: Sequence[str]) -> dict[str, Any]:
    rows = session.execute(
        select(HandOff.conversation_id, HandOff.id, HandOff.topic)
        .where(HandOff.conversation_id.in_(ids))
        .order_by(HandOff.id)
    )
    # The newest of a conversation comes last and stays.
    return {row.conversation_id: row for row in rows}
