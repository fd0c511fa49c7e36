"""The SQL of results: cards of one week beside those of the same account a month later."""

from collections import defaultdict
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Renewals:
    """Accounts whose renewal fell due while they were followed, and how many of them renewed."""

    due: int = 0
    renewed: int = 0


def followed(session: Session) -> tuple[list[Case], dict[bool, Renewals]]:
    """Return every account's first week with a later one to compare, and the renewals by contacted or not.

    An account counts once: from the first week it was contacted, else from the first week there is, so that
    no account is compared with itself.
    """
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
    history: dict[int, list[tuple[int, date, dict[str, Any]]]] = defaultdict(list)
    for id, account_id, week, frozen in rows:
        history[account_id].append((id, week, frozen["account"]))
    cases: list[Case] = []
    renewals = {True: Renewals(), False: Renewals()}
    for weeks in history.values():
        id, week, before = next((one for one in weeks if one[0] in done), weeks[0])
        after = next((one for _, later, one in weeks if later >= week + FOLLOWED), None)
        if after is None:
            continue
        contacted = id in done
        cases.append(_case(before, after, contacted=contacted))
        if week <= date.fromisoformat(before["renewal_on"]) < week + FOLLOWED:
            kept = renewals[contacted]
            renewals[contacted] = Renewals(
                due=kept.due + 1, renewed=kept.renewed + (after["renewal_on"] > before["renewal_on"])
            )
    return cases, renewals


def _case(before: dict[str, Any], after: dict[str, Any], *, contacted: bool) -> Case:
    changes: dict[str, float] = {}
    if before["health"] is not None and after["health"] is not None:
        changes["health"] = after["health"] - before["health"]
    then, now = before["logins"][-2:], after["logins"][-2:]
    if then and now and fmean(then) > 0:
        changes["logins"] = 100 * (fmean(now) / fmean(then) - 1)
    return Case(
        contacted=contacted,
        stage=before["stage"],
        tier=before["tier"],
        health=before["health"],
        changes=changes,
    )
