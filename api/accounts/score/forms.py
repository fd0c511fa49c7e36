"""The editor's form: a definition as fields, and fields as a definition. Nothing here does I/O."""

from collections.abc import Mapping

from api.accounts.importing.values import Unreadable, number
from api.accounts.score.rules import HOW, How, Rules, ScoreNotUsable, Term, checked
from api.accounts.signals import Signal

SETTINGS = ("start", "half_life", "span", "red", "green")
SIDES = ("low", "at_low", "high", "at_high")


class ScoreNumberUnreadable(ScoreNotUsable):
    """Write whole numbers for points, and numbers for the rest."""


class WhyMissing(ScoreNotUsable):
    """Write why the definition changes: whoever reads the scores will ask."""


class NothingChanged(ScoreNotUsable):
    """This is the definition that is in force already."""


def scale(signal: Signal) -> int:
    """Return what a value is multiplied by to be read: shares are shown in percent."""
    return 100 if HOW[signal] is How.CHANGE or signal.about.unit == "share" else 1


def fields_of(rules: Rules) -> dict[str, str]:
    """Return the form that says these rules. A signal that does not count has empty fields."""
    fields = {name: f"{getattr(rules, name):g}" for name in SETTINGS}
    for term in rules.terms:
        by = scale(term.signal)
        fields |= {
            f"{term.signal}_on": "1",
            f"{term.signal}_low": f"{term.low * by:g}",
            f"{term.signal}_at_low": str(term.at_low),
            f"{term.signal}_high": f"{term.high * by:g}",
            f"{term.signal}_at_high": str(term.at_high),
        }
    return fields


def rules_from(fields: Mapping[str, str]) -> Rules:
    """Return the rules that a form says; raises what is wrong with them."""
    return checked(
        Rules(
            start=_whole(fields.get("start", "")),
            half_life=_number(fields.get("half_life", "")),
            span=_whole(fields.get("span", "")),
            red=_whole(fields.get("red", "")),
            green=_whole(fields.get("green", "")),
            terms=tuple(_term(signal, fields) for signal in Signal if fields.get(f"{signal}_on")),
        )
    )


def _term(signal: Signal, fields: Mapping[str, str]) -> Term:
    by = scale(signal)
    return Term(
        signal=signal,
        how=HOW[signal],
        low=_number(fields.get(f"{signal}_low", "")) / by,
        at_low=_whole(fields.get(f"{signal}_at_low", "")),
        high=_number(fields.get(f"{signal}_high", "")) / by,
        at_high=_whole(fields.get(f"{signal}_at_high", "")),
    )


def _number(written: str) -> float:
    try:
        return number(written.replace("−", "-").replace("+", "").replace("＋", ""))
    except Unreadable:
        raise ScoreNumberUnreadable from None


def _whole(written: str) -> int:
    value = _number(written)
    if not value.is_integer():
        raise ScoreNumberUnreadable
    return int(value)
