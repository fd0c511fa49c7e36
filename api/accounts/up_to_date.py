"""Healths that agree with what is known: brought up to date by the worker, and by whoever looks first."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from functools import partial

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from api.accounts.models import Account
from api.accounts.score import store
from api.accounts.score.health import Health, Weeks
from api.accounts.score.keeping import HISTORY, keep_healths
from api.accounts.score.store import Version
from api.accounts.signals import Signal, week_of, weeks_up_to
from api.accounts.support import Support, weekly
from api.accounts.support_store import replace_support, support_since
from api.database import transaction
from api.episodes.models import Fact
from api.house import House
from api.outcomes.refreshing import FiguresAreRedrawn, catch_up
from api.policy import Policy

BEHIND = 10_000
_MY_TURN = text("SELECT pg_try_advisory_xact_lock(hashtext('account healths'))")


def health_of(session: Session, house: House, account_id: int) -> tuple[Version, Health | None]:
    """Return the version in force and the health of one account; none when nothing is known of it."""
    version, found = healths(session, house, [account_id])
    return version, found.get(account_id)


def healths(
    session: Session, house: House, account_ids: Collection[int] | None = None
) -> tuple[Version, dict[int, Health]]:
    """Return the version in force and the healths of this week, brought up to date first where stale."""
    bring_up_to_date(session, house)
    version = store.in_force(session)
    return version, store.healths_in(session, version, _this(house), account_ids)


def bring_up_to_date(session: Session, house: House, *, everything: bool = False) -> int:
    """Compute the stale healths anew (or `everything`), and return how many accounts they are of.

    While another process does it, or the outcomes are drawn anew, what is kept stays as it is.
    """
    seen = session.scalar(select(func.max(Fact.id))) or 0
    version = store.in_force(session)
    stale = (
        list(session.scalars(select(Account.id)))
        if everything
        else store.stale_accounts(session, definition=version.number, week=_this(house))
    )
    if not stale or not session.scalar(_MY_TURN):
        return 0
    try:
        catch_up(session, house)
    except FiguresAreRedrawn:
        return 0
    _keep_support(session, house, stale)
    keep_healths(session, now=house.clock(), zone=house.settings.zone, account_ids=stale)
    # The others are moved along now and then, so that few facts lie between.
    behind = Account.id.in_(stale) | (Account.facts_seen < seen - BEHIND)
    session.execute(update(Account).where(behind).values(facts_seen=seen))
    return len(stale)


def bring_all_up_to_date(house: House, *, everything: bool = False) -> int:
    """Do it in a transaction of its own."""
    with transaction(house.sessions) as session:
        return bring_up_to_date(session, house, everything=everything)


def support_of(session: Session, house: House, account_ids: Collection[int]) -> list[Support]:
    """Return the support episodes that the accounts' signals count, the newest first."""
    first = weeks_up_to(_this(house), HISTORY)[0]
    since = datetime.combine(first, time(), house.settings.zone)
    return support_since(session, account_ids, since, partial(is_complaint, house.policy))


def is_complaint(policy: Policy, said: str) -> bool:
    """Whether the policy file calls these words a complaint."""
    topic = policy.sensitive(said)
    return topic is not None and topic.slug == "complaint"


def _keep_support(session: Session, house: House, account_ids: Collection[int]) -> None:
    this = _this(house)
    first = weeks_up_to(this, HISTORY)[0]
    episodes: dict[int, list[Support]] = defaultdict(list)
    for episode in support_of(session, house, account_ids):
        episodes[episode.account_id].append(episode)
    told: Mapping[int, Mapping[Signal, Weeks]] = store.signals_since(session, first, account_ids)
    weeks = {
        account_id: weekly(
            episodes.get(account_id, ()),
            told.get(account_id, {}).get(Signal.LOGINS, {}),
            this=this,
            zone=house.settings.zone,
        )
        for account_id in account_ids
    }
    replace_support(session, weeks, since=first)


def _this(house: House) -> date:
    return week_of(house.clock(), house.settings.zone)
