"""Fill a week: the accounts an hour is worth most at, as far as the minutes go. Nothing here does I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from api.success.playbooks.playbook import Playbook, matched
from api.success.playbooks.triggers import Evidence
from api.success.queue.worth import STAGES, Worth, worth
from api.success.view import AccountView

HEALTHY = 70
"""From this health on, an account that nothing is due at is left alone because it is well."""


class LeftOut(StrEnum):
    """Why an account is deliberately not called this week."""

    BELOW_LINE = "below_line"
    HEALTHY = "healthy"
    CONTACTED = "contacted"
    SNOOZED = "snoozed"
    TECH_TOUCH = "tech_touch"
    NOTHING_TO_DO = "nothing_to_do"


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """One account in the week: what would be done, what it is worth, and why not if it is left out."""

    view: AccountView
    playbook: Playbook | None
    evidence: Evidence | None
    worth: Worth
    left_out: LeftOut | None

    @property
    def minutes(self) -> int:
        """Minutes the action takes."""
        return self.worth.minutes


def fill(
    views: Sequence[AccountView],
    playbooks: Sequence[Playbook],
    *,
    minutes: float,
    today: date,
    snoozed: Mapping[int, date],
    weights: Mapping[str, float] = STAGES,
) -> list[Planned]:
    """Return every account, the worthiest first; those without a reason to leave them out fit into `minutes`.

    The line is one line: once an action does not fit, nothing worth less goes before it. `snoozed` says until
    when an account is to be left alone; `weights` what work at each stage weighs.
    """
    weighed = [_weigh(view, playbooks, today, snoozed, weights) for view in views]
    weighed.sort(key=lambda one: (one.left_out is not None, -one.worth.an_hour, one.view.id))
    left, planned, full = minutes, [], False
    for one in weighed:
        if one.left_out is None:
            full = full or one.minutes > left
            left -= 0 if full else one.minutes
        planned.append(_below(one) if full and one.left_out is None else one)
    return planned


def _weigh(
    view: AccountView,
    playbooks: Sequence[Playbook],
    today: date,
    snoozed: Mapping[int, date],
    weights: Mapping[str, float],
) -> Planned:
    found = matched(playbooks, view, today)
    playbook, evidence = found or (None, None)
    value = worth(
        contract_yen=view.contract_yen,
        health=view.health,
        stage=view.stage,
        minutes=playbook.content.minutes if playbook else 30,
        weights=weights,
    )
    return Planned(
        view=view,
        playbook=playbook,
        evidence=evidence,
        worth=value,
        left_out=_reason(view, playbook, today, snoozed),
    )


def _reason(
    view: AccountView, playbook: Playbook | None, today: date, snoozed: Mapping[int, date]
) -> LeftOut | None:
    last_week = today - timedelta(days=today.weekday() + 7)
    if view.id in snoozed and snoozed[view.id] > today:
        return LeftOut.SNOOZED
    if view.contacted_on is not None and view.contacted_on >= last_week:
        return LeftOut.CONTACTED
    if view.tier == "tech":
        return LeftOut.TECH_TOUCH
    if playbook is None:
        well = view.health is not None and view.health >= HEALTHY
        return LeftOut.HEALTHY if well else LeftOut.NOTHING_TO_DO
    return None


def _below(one: Planned) -> Planned:
    return Planned(
        view=one.view,
        playbook=one.playbook,
        evidence=one.evidence,
        worth=one.worth,
        left_out=LeftOut.BELOW_LINE,
    )
