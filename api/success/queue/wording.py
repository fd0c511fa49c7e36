"""A card's words: why in a sentence, the terms of its worth, its reason to be left out."""

from collections.abc import Mapping
from typing import Any

from api.accounts.score.health import Health, part_of
from api.accounts.score.saying import sentence
from api.success.queue.forms import REASONS
from api.web.texts import translate


def why(frozen: Mapping[str, Any], language: str) -> str:
    """Say in a sentence what set the playbook off."""
    evidence = frozen["evidence"]
    if evidence is None:
        return translate(language, "success.why_nothing")
    return translate(language, f"success.why_{evidence['kind']}", **evidence)


def health_said(account: Mapping[str, Any], language: str) -> str:
    """Say what the health was, and what it stood on."""
    if account["health"] is None:
        return translate(language, "success.health_unknown")
    parts = tuple(part_of(part) for part in account.get("health_parts", ()))
    if not parts:
        return translate(language, "success.health", n=account["health"])
    health = Health(score=account["health"], band=account["health_band"], parts=parts)
    return translate(language, "success.health_said", said=sentence(health, language, most=2))


def formula(frozen: Mapping[str, Any], worth: float, language: str) -> tuple[str, ...]:
    """Say the worth term by term: amount, × risk, × weight, ÷ minutes, = worth."""
    terms = frozen["worth"]
    said = {
        "amount": yen(terms["amount"], language),
        "risk": round(terms["risk"] * 100),
        "weight": f"{terms['weight']:.1f}",
        "minutes": terms["minutes"],
        "worth": yen(worth, language),
    }
    return tuple(translate(language, f"success.formula_{name}", **{name: one}) for name, one in said.items())


def skipped_why(note: str, language: str) -> str:
    """Say why a card was skipped."""
    reason, _, words = note.partition(": ")
    if reason not in REASONS:
        return note
    name = translate(language, f"success.reason_{reason}")
    return f"{name} — {words}" if words else name


def yen(amount: float, language: str) -> str:
    """2160000 → 216万円 (ja), ¥2.2M (en): short enough to compare at a glance."""
    if language == "ja":
        return f"{amount / 10_000:,.0f}万円" if amount >= 10_000 else f"{amount:,.0f}円"
    return f"¥{amount / 1_000_000:,.1f}M" if amount >= 1_000_000 else f"¥{amount / 1000:,.0f}k"
