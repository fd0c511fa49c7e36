"""An account of the sample as it was known at the beginning of a past week. Nothing here does I/O."""

from collections.abc import Mapping
from datetime import date, timedelta

from api.accounts.models import Account
from api.accounts.score.health import Weeks, health_in
from api.accounts.score.rules import Rules
from api.accounts.signals import Signal
from api.success.view import AccountView

WEEK = timedelta(weeks=1)
LOOKED = 13 * WEEK
"""How far back the rules of a week look."""
BEFORE = {"adoption": "onboarding", "retention": "adoption", "renewal": "retention"}
"""The stage before each."""
LASTED = timedelta(days=180)
"""How long the stage before is said to have lasted."""


def recalled(
    account: Account,
    signals: Mapping[Signal, Weeks],
    rules: Rules,
    week: date,
    *,
    contacted_on: date | None,
) -> AccountView | None:
    """Return the account as of the Monday `week`; none if it was no customer yet."""
    since, stage = account.stage_since or week, account.stage
    if since > week:
        if stage not in BEFORE:
            return None
        since, stage = since - LASTED, BEFORE[stage]
    known: dict[Signal, Weeks] = {
        signal: {monday: value for monday, value in told.items() if monday < week}
        for signal, told in signals.items()
        # How far they were on the way to their outcome is measured now, not then.
        if signal is not Signal.OUTCOME
    }
    health = health_in(known, rules, week - WEEK, over=True)
    return AccountView(
        id=account.id,
        name=account.name,
        contract_yen=account.contract_yen,
        stage=stage,
        tier=account.tier,
        renewal_on=account.renewal_on,
        since=since,
        health=health.score if health else None,
        health_band=health.band if health else "",
        health_parts=tuple(part.to_json() for part in health.parts) if health else (),
        signals={
            signal.value: tuple(sorted(one for one in told.items() if one[0] >= week - LOOKED))
            for signal, told in known.items()
        },
        outcome_text=account.outcome_text,
        contacted_on=contacted_on,
    )
