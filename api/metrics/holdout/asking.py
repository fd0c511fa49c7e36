"""Which experiment a page or a program asks for, and its result."""

from dataclasses import dataclass
from datetime import timedelta

from fastapi import Request
from sqlalchemy.orm import Session

from api.errors import NotFound
from api.holdout.models import HoldoutSetting
from api.holdout.store import setting_in_force
from api.house import House, house_of
from api.metrics.holdout.estimate import RECENT, Held, Result, result
from api.metrics.holdout.store import Experiment, experiments, held, openings

USUAL = 0.1
"""The share for which the time is foretold while there is none."""


class NoSuchExperiment(NotFound):
    """There is no such experiment."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The experiment looked at, with the setting in force, and all there were."""

    number: int | None
    share: float
    setting: HoldoutSetting | None
    every: tuple[Experiment, ...]
    held: tuple[Held, ...]
    result: Result

    @property
    def on(self) -> bool:
        """Whether a hold-out runs now."""
        return self.setting is not None and self.setting.share > 0


def asked_of(request: Request, session: Session, experiment: int | None) -> Asked:
    """Return the experiment asked for; if none is, the one that runs, else the last.

    Raises `NoSuchExperiment`.
    """
    house = house_of(request)
    now, window = house.clock(), timedelta(days=house.settings.recontact_days)
    setting, every = setting_in_force(session, now=now), experiments(session)
    running = setting if setting is not None and setting.share > 0 else None
    known = {one.number: one.share for one in every}
    if running is not None:
        known.setdefault(running.experiment, running.share)
    if experiment is not None and experiment not in known:
        raise NoSuchExperiment
    number = experiment or (running.experiment if running else max(known, default=None))
    share = known.get(number, USUAL) if number is not None else USUAL
    found = held(session, number, now=now, window=window) if number is not None else []
    weekly = None if found else _expected(session, house)
    return Asked(
        number=number,
        share=share,
        setting=setting,
        every=tuple(every),
        held=tuple(found),
        result=result(found, share=share, weekly=weekly, now=now, window=window),
    )


def _expected(session: Session, house: House) -> float | None:
    """Return how many contacts a week came while we were open."""
    hours = house.policy.hours
    came = sum(hours.state(at).open for at in openings(session, now=house.clock()))
    return came / (RECENT / timedelta(weeks=1)) or None
