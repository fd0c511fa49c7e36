"""The SQL of support episodes as an account's signals."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from api.accounts.models import AccountSignal
from api.accounts.signals import SUPPORT, Signal
from api.accounts.support import Support
from api.chat.models import Contact, Message
from api.episodes.definitions import CURRENT
from api.episodes.labels import Label
from api.episodes.ledger import Reason
from api.outcomes.models import Outcome, OutcomeRating

IsComplaint = Callable[[str], bool]


def support_since(
    session: Session, account_ids: Collection[int], since: datetime, is_complaint: IsComplaint
) -> list[Support]:
    """Return the episodes of the accounts' contacts, the newest first."""
    first = (
        select(Message.text)
        .where(Message.episode_id == Outcome.episode_id, Message.author == "customer")
        .order_by(Message.seq)
        .limit(1)
        .correlate(Outcome)
        .scalar_subquery()
    )
    rating = (
        select(func.min(OutcomeRating.rating))
        .where(OutcomeRating.definition == Outcome.definition, OutcomeRating.episode_id == Outcome.episode_id)
        .correlate(Outcome)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Outcome, Contact.account_id, Contact.name, Contact.external_id, first, rating)
        .join(Contact, Contact.id == Outcome.contact_id)
        .where(
            Outcome.definition == CURRENT,
            Contact.account_id.in_(account_ids),
            Outcome.opened_at >= since,
        )
        .order_by(Outcome.opened_at.desc(), Outcome.episode_id.desc())
    ).all()
    sensitive = [row[0].episode_id for row in rows if row[0].reason == Reason.SENSITIVE_TOPIC]
    complaints = _complaints(session, sensitive, is_complaint)
    return [
        Support(
            episode_id=outcome.episode_id,
            account_id=account_id,
            contact=name or external_id,
            text=text,
            opened_at=outcome.opened_at,
            label=Label(outcome.label),
            answered=outcome.answered,
            came_back=outcome.claimed and (outcome.recontacted_by is not None or outcome.reached_human),
            rating=lowest,
            complaint=outcome.episode_id in complaints,
            holdout=outcome.holdout,
        )
        for outcome, account_id, name, external_id, text, lowest in rows
    ]


def _complaints(session: Session, episode_ids: Collection[int], is_complaint: IsComplaint) -> set[int]:
    if not episode_ids:
        return set()
    said = session.execute(
        select(Message.episode_id, Message.text).where(
            Message.episode_id.in_(episode_ids), Message.author == "customer"
        )
    )
    return {episode_id for episode_id, text in said if episode_id is not None and is_complaint(text)}


def replace_support(
    session: Session, weeks: Mapping[int, Mapping[date, Mapping[Signal, float]]], *, since: date
) -> None:
    """Keep what support says of these accounts from `since` on, and nothing it said before."""
    session.execute(
        delete(AccountSignal).where(
            AccountSignal.account_id.in_(list(weeks)),
            AccountSignal.week >= since,
            AccountSignal.kind.in_([signal.value for signal in SUPPORT]),
        )
    )
    rows: list[dict[str, Any]] = [
        {"account_id": account_id, "week": week, "kind": signal.value, "value": value}
        for account_id, of_weeks in weeks.items()
        for week, signals in of_weeks.items()
        for signal, value in signals.items()
    ]
    if rows:
        session.execute(insert(AccountSignal), rows)
