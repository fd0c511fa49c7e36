"""The SQL of the health score: versions of its definition, signals to read, healths to keep."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from api.accounts.models import Account, AccountHealth, AccountSignal, ScoreVersion
from api.accounts.score.health import Health, Weeks, part_of
from api.accounts.score.rules import Rules, rules_of
from api.accounts.signals import Signal
from api.chat.models import Contact
from api.episodes.models import Episode, Fact
from api.errors import Conflict, NotFound
from api.staff.models import Staff

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('health score'))")


class NoSuchVersion(NotFound):
    """The health score has no such version."""


class ScoreChangedMeanwhile(Conflict):
    """Somebody else saved another version of the score meanwhile. Look at it first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """One version of the definition: who made it, when and why."""

    number: int
    rules: Rules
    why: str
    made_by: str | None
    made_at: datetime


def versions(session: Session) -> list[Version]:
    """Return every version, the newest first."""
    rows = session.execute(
        select(ScoreVersion, Staff.name)
        .outerjoin(Staff, Staff.id == ScoreVersion.made_by)
        .order_by(ScoreVersion.number.desc())
    )
    return [_version(row, name) for row, name in rows]


def version_for(session: Session, number: int) -> Version:
    """Return one version; raises `NoSuchVersion`."""
    row = session.get(ScoreVersion, number)
    if row is None:
        raise NoSuchVersion
    maker = session.get(Staff, row.made_by) if row.made_by else None
    return _version(row, maker.name if maker else None)


def in_force(session: Session) -> Version:
    """Return the newest version."""
    newest = session.scalars(select(func.max(ScoreVersion.number))).one()
    return version_for(session, newest)


def add_version(
    session: Session, rules: Rules, *, why: str, made_by: int | None, now: datetime, based_on: int
) -> int:
    """Keep a new version and return its number; raises `ScoreChangedMeanwhile`."""
    session.execute(_ONE_AT_A_TIME)
    newest = session.scalars(select(func.max(ScoreVersion.number))).one()
    if newest != based_on:
        raise ScoreChangedMeanwhile
    session.add(ScoreVersion(number=newest + 1, rules=rules.to_json(), why=why, made_by=made_by, made_at=now))
    session.flush()
    return int(newest) + 1


def _version(row: ScoreVersion, name: str | None) -> Version:
    return Version(
        number=row.number, rules=rules_of(row.rules), why=row.why, made_by=name, made_at=row.made_at
    )


def signals_since(
    session: Session, week: date, account_ids: Collection[int] | None = None
) -> dict[int, dict[Signal, Weeks]]:
    """Return every signal of the accounts (of all, without ids) from `week` on."""
    asked = select(AccountSignal).where(AccountSignal.week >= week)
    if account_ids is not None:
        asked = asked.where(AccountSignal.account_id.in_(account_ids))
    found: dict[int, dict[Signal, dict[date, float]]] = defaultdict(lambda: defaultdict(dict))
    for row in session.scalars(asked):
        found[row.account_id][Signal(row.kind)][row.week] = row.value
    return {account_id: dict(signals) for account_id, signals in found.items()}


def healths_in(
    session: Session, version: Version, week: date, account_ids: Collection[int] | None = None
) -> dict[int, Health]:
    """Return the health of each account that has one in `week`."""
    asked = select(AccountHealth).where(
        AccountHealth.definition == version.number, AccountHealth.week == week
    )
    if account_ids is not None:
        asked = asked.where(AccountHealth.account_id.in_(account_ids))
    return {row.account_id: health_of_row(row, version.rules) for row in session.scalars(asked)}


def history(
    session: Session, account_ids: Collection[int], *, definition: int, since: date
) -> dict[int, dict[date, int]]:
    """Return the score of each account week by week, as one definition saw it."""
    rows = session.execute(
        select(AccountHealth.account_id, AccountHealth.week, AccountHealth.score)
        .where(
            AccountHealth.account_id.in_(account_ids),
            AccountHealth.definition == definition,
            AccountHealth.week >= since,
        )
        .order_by(AccountHealth.week)
    )
    found: dict[int, dict[date, int]] = defaultdict(dict)
    for account_id, week, score in rows:
        found[account_id][week] = score
    return found


def health_of_row(row: AccountHealth, rules: Rules) -> Health:
    """Read a health that was kept."""
    return Health(score=row.score, band=rules.band(row.score), parts=tuple(part_of(one) for one in row.parts))


def stale_accounts(session: Session, *, definition: int, week: date) -> list[int]:
    """Return the accounts whose health of this week is missing, or older than what is known of them."""
    at = (
        select(AccountHealth.at)
        .where(
            AccountHealth.account_id == Account.id,
            AccountHealth.definition == definition,
            AccountHealth.week == week,
        )
        .scalar_subquery()
    )
    changed = select(Account.id).where(at.is_(None) | (Account.changed_at > at))
    # Only the newest facts are looked at, by their numbers: a ledger holds a million.
    seen = session.scalar(select(func.min(Account.facts_seen)).where(Account.facts_seen > 0)) or 0
    told = (
        select(Contact.account_id)
        .join(Episode, Episode.contact_id == Contact.id)
        .join(Fact, Fact.episode_id == Episode.id)
        .join(Account, Account.id == Contact.account_id)
        .where(Fact.id > seen, Fact.id > Account.facts_seen)
    )
    return sorted({*session.scalars(changed), *(one for one in session.scalars(told) if one is not None)})


def write_healths(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep healths; one of the same account, version and week makes way."""
    if not rows:
        return
    put = insert(AccountHealth)
    session.execute(
        put.on_conflict_do_update(
            index_elements=["account_id", "definition", "week"],
            set_={name: put.excluded[name] for name in ("score", "parts", "at")},
        ),
        [dict(row) for row in rows],
    )


def forget_healths(session: Session, account_ids: Iterable[int], *, definition: int, since: date) -> None:
    """Let go of the healths of accounts of which nothing is known any more."""
    session.execute(
        delete(AccountHealth).where(
            AccountHealth.account_id.in_(list(account_ids)),
            AccountHealth.definition == definition,
            AccountHealth.week >= since,
        )
    )
