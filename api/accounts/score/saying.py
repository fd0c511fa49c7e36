"""A score in a sentence: what it stands on, what takes most first. Nothing here does I/O."""

from collections.abc import Sequence
from functools import partial

from api.accounts.score.health import Health, Part
from api.accounts.score.rules import How
from api.accounts.signals import Signal
from api.web.texts import translate

MOST = 5
"""Signals in a sentence; the table has them all."""


def sentence(health: Health, language: str, *, most: int = MOST) -> str:
    """Return why the score is what it is, e.g. "ログインが3週で42%減(−18)、… で、48点です。"."""
    t = partial(translate, language)
    start = next(part.points for part in health.parts if part.of == "start")
    told = [
        t("accounts.says_term", what=said(part, language), points=signed(part.points))
        for part in chosen(health, most)
    ]
    left = len(health.telling) - len(told)
    if left:
        told.append(t("accounts.says_more", n=left))
    if any(part.of == "bounds" for part in health.parts):
        told.append(t("accounts.says_bounds"))
    if not told:
        return t("accounts.says_nothing", start=start, score=health.score)
    return t("accounts.says", start=start, terms=t("accounts.says_comma").join(told), score=health.score)


def chosen(health: Health, most: int) -> Sequence[Part]:
    """Return the heaviest parts, what takes points before what gives them."""
    heavy = sorted(health.telling, key=lambda part: -abs(part.points))[:most]
    return sorted(heavy, key=lambda part: part.points)


def said(part: Part, language: str) -> str:
    """Return what a part stands on, e.g. "ログインが3週で42%減"."""
    t = partial(translate, language)
    if part.of == "start" or part.of == "bounds":
        return t(f"accounts.part_{part.of}")
    name, value = t(f"accounts.signal_{part.of}"), part.value or 0.0
    if part.how is How.CHANGE:
        way = "same" if round(abs(value) * 100) == 0 else "fall" if value < 0 else "rise"
        return t(f"accounts.says_{way}", name=name, weeks=part.weeks, n=f"{abs(value) * 100:.0f}")
    if part.how is How.COUNT:
        times, latest = _number(part.times or 0), part.latest or 0
        way = "this_week" if latest and latest == part.times else "lately_too" if latest else "lately"
        return t(f"accounts.says_{way}", name=name, n=times, k=_number(latest), weeks=part.weeks)
    if part.of is Signal.SILENT:
        return t("accounts.says_silent" if value else "accounts.says_heard", n=_number(value))
    age = t("accounts.says_age", weeks=part.weeks) if part.weeks > 1 else ""
    return t("accounts.says_level", name=name, value=shown(part.of, value), age=age)


def shown(signal: Signal, value: float) -> str:
    """Return a signal's value as it is written: 80%, 3, 4.5."""
    return f"{value * 100:.0f}%" if signal.about.unit == "share" else _number(value)


def signed(points: int) -> str:
    """Return points as they are written: +5, −18, ±0."""
    return f"+{points}" if points > 0 else f"−{-points}" if points < 0 else "±0"


def _number(value: float) -> str:
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.1f}"
