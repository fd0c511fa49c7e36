"""How an account does, as its health score was kept. Nothing here does I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST = 3
"""Signals named beside a conversation; the account's page has all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """A score, the colour it has, and the signals that take most from it with their points."""

    score: int
    band: str
    worst: tuple[tuple[str, int], ...]


def health_of(*, score: int, parts: Sequence[Mapping[str, Any]], red: int, green: int) -> Health:
    """Read a health that was kept."""
    taking = sorted((part["points"], part["of"]) for part in parts if part["points"] < 0 and part.get("how"))
    return Health(
        score=score,
        band="red" if score < red else "green" if score >= green else "yellow",
        worst=tuple((of, points) for points, of in taking[:MOST]),
    )
