"""The sample's weeks of customer success: what each week's queue was, and what was done with its cards.

Each week is filled by the product's own rules from what was known of the accounts then. What became of them
is in `signals.csv`.
"""

import random
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.accounts.models import Account
from api.accounts.score.store import in_force, signals_since
from api.accounts.signals import week_of, weeks_up_to
from api.accounts.up_to_date import bring_up_to_date
from api.house import House
from api.sample.recalling import recalled
from api.sample.written import read_table
from api.staff.models import Role, Staff
from api.success.playbooks.store import begun_playbooks
from api.success.queue.filling import Planned, fill
from api.success.queue.freezing import card_of
from api.success.queue.models import SuccessAct, SuccessCard, SuccessWeek

WEEKS = 12
"""Weeks that were filled before this one."""
BEFORE = 26
"""Weeks of signals that are looked at."""
READ = 4
"""In the first of them the queue was only read: calls began after that."""
BUDGET = (40, 220)
"""Minutes of the first of these weeks and of the last: the bank was filling."""
DONE, SKIPPED = 0.72, 0.14
"""Shares of the cards; the others stayed open."""
TOOK = (0.7, 1.0, 1.0, 1.3, 1.6)
"""Of the planned minutes."""
REASONS = ("known", "no_time", "wrong_time")


def write_history(session: Session, house: House) -> int:
    """Write the weeks before this one, and return how many cards were done."""
    accounts = session.scalars(select(Account).where(Account.sample).order_by(Account.id)).all()
    manager = session.scalar(select(Staff).where(Staff.sample, Staff.role == Role.MANAGER).limit(1))
    if manager is None or session.scalar(select(SuccessWeek.week).limit(1)):
        return 0
    bring_up_to_date(session, house)
    now, zone = house.clock(), house.settings.zone
    weeks = weeks_up_to(week_of(now, zone) - timedelta(weeks=1), WEEKS)
    rules, playbooks = in_force(session).rules, begun_playbooks(session, now=now)
    signals = signals_since(session, weeks[0] - timedelta(weeks=BEFORE))
    notes = {row["trigger"]: row["note"] for row in read_table("notes")}
    contacted: dict[int, date] = {}
    for place, week in enumerate(weeks):
        minutes = round(BUDGET[0] + (BUDGET[1] - BUDGET[0]) * place / (WEEKS - 1))
        views = [
            recalled(one, signals.get(one.id, {}), rules, week, contacted_on=contacted.get(one.id))
            for one in accounts
        ]
        planned = fill(
            [view for view in views if view is not None], playbooks, minutes=minutes, today=week, snoozed={}
        )
        session.add(
            SuccessWeek(week=week, budget_minutes=minutes, filled_by=manager.id, filled_at=_at(week, 0, zone))
        )
        session.flush()
        cards = [card_of(one, week, at, sender=manager.name) for at, one in enumerate(planned, 1)]
        session.add_all(cards)
        session.flush()
        for one, card in zip(planned, cards, strict=True):
            if one.left_out or place < READ:
                continue
            act = _act(one, card, notes, manager, zone, chance=_chance(one, place))
            if act is None:
                continue
            session.add(act)
            if act.kind == "done":
                contacted[one.view.id] = act.at.astimezone(zone).date()
    session.flush()
    return len(contacted)


def _chance(one: Planned, place: int) -> random.Random:
    """Chance that falls the same way in every load."""
    return random.Random(f"card {one.view.name} {place}")


def _act(
    one: Planned,
    card: SuccessCard,
    notes: Mapping[str, str],
    manager: Staff,
    zone: ZoneInfo,
    *,
    chance: random.Random,
) -> SuccessAct | None:
    """What was done with a card."""
    drawn, at = chance.random(), _at(card.week, chance.randrange(5), zone, hour=chance.randrange(10, 17))
    if drawn < DONE and one.playbook is not None:
        minutes = 5 * max(1, round(one.minutes * chance.choice(TOOK) / 5))
        note = notes.get(one.playbook.content.trigger, "")
        return SuccessAct(
            card_id=card.id, kind="done", minutes=minutes, note=note, staff_id=manager.id, at=at
        )
    if drawn < DONE + SKIPPED:
        return SuccessAct(
            card_id=card.id, kind="skipped", note=chance.choice(REASONS), staff_id=manager.id, at=at
        )
    return None


def _at(week: date, day: int, zone: ZoneInfo, *, hour: int = 9) -> datetime:
    return datetime.combine(week + timedelta(days=day), time(hour), zone)
