"""Make a week: what the bank gives, spread over the accounts an hour is worth most at."""

from datetime import date

from fastapi import Request
from sqlalchemy.orm import Session

from api.house import house_of
from api.staff.models import Staff
from api.success.bank.balance import Bank, bank_of, monday_of
from api.success.playbooks.store import begun_playbooks
from api.success.queue.filling import fill
from api.success.queue.freezing import card_of
from api.success.queue.standing import State
from api.success.queue.store import cards_of, put_week, replace_cards, snoozes_before
from api.success.store import views


def budget_of(bank: Bank) -> float:
    """Return the minutes a week may plan: of the balance, before this week's spending, the week's share."""
    return max(0.0, bank.balance + bank.now.spent) * bank.now.terms.week_share * 60


def fill_week(request: Request, session: Session, staff: Staff) -> date:
    """Fill this week, or fill it anew: what somebody has worked on stays, and its minutes are spent."""
    house = house_of(request)
    now, zone = house.clock(), house.settings.zone
    today, week = now.astimezone(zone).date(), monday_of(now, zone)
    bank = bank_of(request, session)
    budget = budget_of(bank)
    put_week(session, week, budget_minutes=budget, by=staff.id, now=now)
    kept = [card for card in cards_of(session, week, today=today) if card.state is not State.OPEN]
    taken = {card.row.account_id for card in kept}
    planned = fill(
        [view for view in views(session, house) if view.id not in taken],
        begun_playbooks(session, now=now),
        minutes=budget - bank.now.spent * 60,
        today=today,
        snoozed=snoozes_before(session, week, today=today),
    )
    rows = [card_of(one, week, place, sender=staff.name) for place, one in enumerate(planned, 1)]
    replace_cards(session, week, [card.row.id for card in kept], rows)
    return week
