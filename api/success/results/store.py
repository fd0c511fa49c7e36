"""The SQL of results: cards of one week beside those of the same account a month later."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.success.queue.models import SuccessAct, SuccessCard
from api.success.results.comparing import Case

FOLLOWED = timedelta(weeks=4)
"""How long an account is followed."""


Past = tuple[int, date, dict[str, Any]]
"""A card of an account: its id, its week, and the account as it was."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Renewals:
    """Accounts whose renewal fell due while they were followed, and how many of them renewed."""

    due: int = 0
    renewed: int = 0


def followed(session: Session) -> tuple[list[Case], dict[bool, Renewals]]:
    """Return every spell that has a later week to compare, and the renewals by contacted or not."""
    done = set(
        session.scalars(
            select(SuccessAct.card_id).where(SuccessAct.kind == "done", SuccessAct.undone_at.is_(None))
        )
    )
    rows = session.execute(
        select(SuccessCard.id, SuccessCard.account_id, SuccessCard.week, SuccessCard.frozen).order_by(
            SuccessCard.week
        )
    )
    history: dict[int, list[Past]] = defaultdict(list)
    for id, account_id, week, frozen in rows:
        history[account_id].append((id, week, frozen["account"]))
    cases: list[Case] = []
    renewals = {True: Renewals(), False: Renewals()}
    for account_id, cards in history.items():
        for (id, week, before), after in _spells(cards, done):
            contacted = id in done
            cases.append(_case(account_id, before, after, contacted=contacted))
            if week <= date.fromisoformat(before["renewal_on"]) < week + FOLLOWED:
                kept = renewals[contacted]
                renewals[contacted] = Renewals(
                    due=kept.due + 1, renewed=kept.renewed + (after["renewal_on"] > before["renewal_on"])
                )
    return cases, renewals


def _spells(cards: Sequence[Past], done: set[int]) -> Iterator[tuple[Past, dict[str, Any]]]:
    """Yield the cards of one account that it is followed from, each with the account as it was afterwards.

    It is followed from every week it was contacted, and from a week without a contact if there was none in
    the four weeks before and after it either. Spells do not overlap.
    """
    touched = [week for id, week, _ in cards if id in done]
    free = date.min
    for card in cards:
        id, week, _ = card
        near = any(week - FOLLOWED < other < week + FOLLOWED for other in touched)
        if week < free or (id not in done and near):
            continue
        after = next((one for _, later, one in cards if later >= week + FOLLOWED), None)
        if after is not None:
            free = week + FOLLOWED
            yield card, after


def _case(account_id: int, before: dict[str, Any], after: dict[str, Any], *, contacted: bool) -> Case:
    changes: dict[str, float] = {}
    if before["health"] is not None and after["health"] is not None:
        changes["health"] = after["health"] - before["health"]
    then, now = before["logins"][-2:], after["logins"][-2:]
    if then and now and fmean(then) > 0:
        changes["logins"] = 100 * (fmean(now) / fmean(then) - 1)
    return Case(
        account=account_id,
        contacted=contacted,
        stage=before["stage"],
        tier=before["tier"],
        health=before["health"],
        changes=changes,
    )
