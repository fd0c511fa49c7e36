"""What sets a playbook off: pure functions over an account's view, with declared parameters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Any

from api.errors import Invalid
from api.success.view import AccountView

Evidence = dict[str, Any]
"""What was found, by name: numbers and dates as text. The pages have a sentence for each trigger."""
Given = Mapping[str, float]
Look = Callable[[AccountView, date, Given], Evidence | None]


class BadParameter(Invalid):
    """A number of the trigger is missing or out of its range."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """One number of a trigger."""

    name: str
    usual: float
    least: float
    most: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Trigger:
    """One kind of trigger."""

    kind: str
    parameters: tuple[Parameter, ...]
    look: Look

    def read(self, sent: Mapping[str, str]) -> dict[str, float]:
        """Return the parameters as sent; raises `BadParameter`."""
        found: dict[str, float] = {}
        for parameter in self.parameters:
            try:
                value = float(sent.get(parameter.name, "") or parameter.usual)
            except ValueError as error:
                raise BadParameter from error
            if not parameter.least <= value <= parameter.most:
                raise BadParameter
            found[parameter.name] = value
        return found


def _days(usual: float) -> Parameter:
    return Parameter(name="days", usual=usual, least=1, most=365)


def no_first_login(view: AccountView, today: date, given: Given) -> Evidence | None:
    """Nobody has logged in, so many days after the stage began."""
    days = (today - view.since).days
    if days < given["days"] or any(value > 0 for _, value in view.signals.get("logins", ())):
        return None
    return {"days": days}


def settings_incomplete(view: AccountView, today: date, given: Given) -> Evidence | None:
    """Settings are not all done, so many days after the stage began."""
    done, days = view.latest("settings_done"), (today - view.since).days
    if done is None or done >= 1 or days < given["days"]:
        return None
    return {"days": days, "percent": round(done * 100)}


def usage_down(view: AccountView, today: date, given: Given) -> Evidence | None:
    """Logins of the last two weeks fell below those of the eight before by so many per cent."""
    newest, before = view.values("logins", 2), view.values("logins", 8, before=2)
    if not newest or len(before) < 4 or fmean(before) <= 0:
        return None
    down = 100 * (1 - fmean(newest) / fmean(before))
    if down < given["percent"]:
        return None
    return {"before": round(fmean(before)), "now": round(fmean(newest)), "percent": round(down)}


def how_to_repeated(view: AccountView, today: date, given: Given) -> Evidence | None:
    """So many how-to questions in one of the last two weeks."""
    asked = max(view.values("how_to", 2), default=0)
    return {"n": round(asked)} if asked >= given["n"] else None


def renewal_near(view: AccountView, today: date, given: Given) -> Evidence | None:
    """The renewal is within so many days and the health under so much."""
    days = (view.renewal_on - today).days
    if view.health is None or not 0 <= days <= given["days"] or view.health >= given["health"]:
        return None
    return {"days": days, "health": view.health}


def outcome_behind(view: AccountView, today: date, given: Given) -> Evidence | None:
    """What they bought it for has come less than so many per cent of the way, so many days in."""
    days = (today - view.since).days
    if view.outcome is None or 100 * view.outcome >= given["percent"] or days < given["days"]:
        return None
    return {"outcome": view.outcome_text or "", "percent": round(100 * view.outcome)}


def late_payment(view: AccountView, today: date, given: Given) -> Evidence | None:
    """A payment was late in the last so many weeks."""
    late = sum(view.values("late_payment", int(given["weeks"])))
    return {"n": round(late), "weeks": round(given["weeks"])} if late > 0 else None


def silent(view: AccountView, today: date, given: Given) -> Evidence | None:
    """Nothing was heard of them for so many weeks."""
    weeks = view.latest("silent")
    return {"weeks": round(weeks)} if weeks is not None and weeks >= given["weeks"] else None


TRIGGERS = {
    trigger.kind: trigger
    for trigger in (
        Trigger(
            kind="renewal_near",
            parameters=(_days(60), Parameter(name="health", usual=50, least=1, most=100)),
            look=renewal_near,
        ),
        Trigger(kind="no_first_login", parameters=(_days(7),), look=no_first_login),
        Trigger(
            kind="usage_down",
            parameters=(Parameter(name="percent", usual=30, least=1, most=100),),
            look=usage_down,
        ),
        Trigger(
            kind="how_to_repeated",
            parameters=(Parameter(name="n", usual=3, least=1, most=100),),
            look=how_to_repeated,
        ),
        Trigger(kind="settings_incomplete", parameters=(_days(14),), look=settings_incomplete),
        Trigger(
            kind="outcome_behind",
            parameters=(Parameter(name="percent", usual=50, least=1, most=100), _days(30)),
            look=outcome_behind,
        ),
        Trigger(
            kind="late_payment",
            parameters=(Parameter(name="weeks", usual=4, least=1, most=52),),
            look=late_payment,
        ),
        Trigger(kind="silent", parameters=(Parameter(name="weeks", usual=4, least=1, most=52),), look=silent),
    )
}
