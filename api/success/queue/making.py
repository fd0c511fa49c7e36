"""Make a week: what the bank gives, spread over the accounts an hour is worth most at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import Request
from sqlalchemy.orm import Session

from api.house import house_of
from api.staff.models import Staff
from api.success.bank.balance import Bank, bank_of, monday_of
from api.success.playbooks.playbook import Playbook
from api.success.playbooks.store import begun_playbooks
from api.success.queue.filling import Planned, fill
from api.success.queue.freezing import card_of
from api.success.queue.standing import State
from api.success.queue.store import Card, cards_of, put_week, replace_cards, snoozes_before
from api.success.store import views
from api.success.view import AccountView
from api.success.weights.store import weights_in_force


def budget_of(bank: Bank) -> float:
    """Return the minutes a week may plan: of the balance, before this week's spending, the week's share."""
    return max(0.0, bank.balance + bank.now.spent) * bank.now.terms.week_share * 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Basis:
    """What this week's queue would be filled from now."""

    budget: float
    """Minutes the week may plan, what is spent included."""
    kept: Sequence[Card]
    """Cards somebody has worked on: they stay."""
    views: Sequence[AccountView]
    """The other accounts."""
    playbooks: Sequence[Playbook]
    minutes: float
    today: date
    snoozed: Mapping[int, date]

    def planned(self, weights: Mapping[str, float]) -> list[Planned]:
        """Return the queue by these stage weights."""
        return fill(
            self.views,
            self.playbooks,
            minutes=self.minutes,
            today=self.today,
            snoozed=self.snoozed,
            weights=weights,
        )


def basis_of(request: Request, session: Session) -> Basis:
    """Gather what this week's queue is filled from."""
    house = house_of(request)
    now, zone = house.clock(), house.settings.zone
    today, week = now.astimezone(zone).date(), monday_of(now, zone)
    bank = bank_of(request, session)
    budget = budget_of(bank)
    kept = [card for card in cards_of(session, week, today=today) if card.state is not State.OPEN]
    taken = {card.row.account_id for card in kept}
    return Basis(
        budget=budget,
        kept=kept,
        views=[view for view in views(session, house) if view.id not in taken],
        playbooks=begun_playbooks(session, now=now),
        minutes=budget - bank.now.spent * 60,
        today=today,
        snoozed=snoozes_before(session, week, today=today),
    )


def fill_week(request: Request, session: Session, staff: Staff) -> date:
    """Fill this week, or fill it anew, by the stage weights in force; the minutes of what stays are spent."""
    house = house_of(request)
    now = house.clock()
    week = monday_of(now, house.settings.zone)
    # Whoever fills the same week waits here until this one is done, and then sees its cards.
    put_week(session, week, budget_minutes=0, by=staff.id, now=now)
    basis = basis_of(request, session)
    put_week(session, week, budget_minutes=basis.budget, by=staff.id, now=now)
    planned = basis.planned(weights_in_force(session))
    rows = [card_of(one, week, place, sender=staff.name) for place, one in enumerate(planned, 1)]
    replace_cards(session, week, [card.row.id for card in basis.kept], rows)
    return week
