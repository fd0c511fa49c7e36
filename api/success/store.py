"""The SQL that fills an account's view."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from api.accounts.models import Account, AccountSignal
from api.accounts.up_to_date import healths
from api.chat.models import Contact, Message
from api.episodes.models import Episode
from api.house import House
from api.success.queue.models import SuccessAct, SuccessCard
from api.success.view import AccountView, Asked

WEEKS = timedelta(weeks=13)
ASKED = timedelta(days=14)
TOLD = 80
"""Characters of a question that are shown as evidence."""


def views(session: Session, house: House) -> list[AccountView]:
    """Return every account with all the rules need; healths that are stale are computed anew first."""
    now, zone = house.clock(), house.settings.zone
    today = now.astimezone(zone).date()
    signals = _signals(session, today - WEEKS)
    _, known = healths(session, house)
    asked = _asked(session, now - ASKED)
    people = _people(session)
    contacted = _contacted(session)
    found = []
    for account in session.scalars(select(Account).order_by(Account.id)):
        at = contacted.get(account.id)
        health = known.get(account.id)
        name, email = people.get(account.id, (None, None))
        found.append(
            AccountView(
                id=account.id,
                name=account.name,
                contract_yen=account.contract_yen,
                stage=account.stage,
                tier=account.tier,
                renewal_on=account.renewal_on,
                since=account.stage_since or account.created_at.astimezone(zone).date(),
                health=health.score if health else None,
                health_band=health.band if health else "",
                health_parts=tuple(part.to_json() for part in health.parts) if health else (),
                signals={kind: tuple(weeks) for kind, weeks in signals.get(account.id, {}).items()},
                outcome_text=account.outcome_text,
                outcome=_progress(account),
                asked=tuple(asked.get(account.id, ())),
                contact=name,
                email=email,
                contacted_on=at.astimezone(zone).date() if at else None,
            )
        )
    return found


def _progress(account: Account) -> float | None:
    """How far from start to target: less may be better."""
    start, target, measured = account.outcome_start or 0.0, account.outcome_target, account.outcome_measured
    if target is None or measured is None or target == start:
        return None
    return (measured - start) / (target - start)


def _signals(session: Session, since: date) -> dict[int, dict[str, list[tuple[date, float]]]]:
    rows = session.execute(
        select(AccountSignal.account_id, AccountSignal.kind, AccountSignal.week, AccountSignal.value)
        .where(AccountSignal.week >= since)
        .order_by(AccountSignal.week)
    )
    found: dict[int, dict[str, list[tuple[date, float]]]] = defaultdict(lambda: defaultdict(list))
    for account_id, kind, week, value in rows:
        found[account_id][kind].append((week, value))
    return found


def _asked(session: Session, since: datetime) -> dict[int, list[Asked]]:
    rows = session.execute(
        select(Contact.account_id, Episode.id, Message.text)
        .join(Episode, Episode.contact_id == Contact.id)
        .join(Message, (Message.episode_id == Episode.id) & (Message.author == "customer"))
        .where(Contact.account_id.is_not(None), Episode.opened_at >= since)
        .ext(distinct_on(Episode.id))
        .order_by(Episode.id.desc(), Message.seq)
    )
    found: dict[int, list[Asked]] = defaultdict(list)
    for account_id, episode_id, text in rows:
        if account_id is not None:
            found[account_id].append(Asked(episode_id=episode_id, text=text[:TOLD]))
    return found


def _people(session: Session) -> dict[int, tuple[str | None, str | None]]:
    """Of each account the contact to write to: one with an address, the longest known."""
    rows = session.execute(
        select(Contact.account_id, Contact.name, Contact.email)
        .where(Contact.account_id.is_not(None), Contact.email.is_not(None))
        .ext(distinct_on(Contact.account_id))
        .order_by(Contact.account_id, Contact.id)
    )
    return {account_id: (name, email) for account_id, name, email in rows if account_id is not None}


def _contacted(session: Session) -> dict[int, datetime]:
    rows = session.execute(
        select(SuccessCard.account_id, func.max(SuccessAct.at))
        .join(SuccessAct, SuccessAct.card_id == SuccessCard.id)
        .where(SuccessAct.kind == "done", SuccessAct.undone_at.is_(None))
        .group_by(SuccessCard.account_id)
    )
    return dict(rows.all())


def any_account(session: Session) -> bool:
    """Whether there is an account at all."""
    return session.scalar(select(Account.id).limit(1)) is not None
