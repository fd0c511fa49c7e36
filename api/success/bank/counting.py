"""What a week came to, as counted from its episodes, before anything a manager set. Nothing here does I/O."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from api.metrics.freed import ENOUGH_HAND_OFFS as ENOUGH
from api.metrics.freed import Freed


@dataclass(frozen=True, kw_only=True, slots=True)
class CountedTerm:
    """One topic: its verified deflected episodes, and the ledger's minutes for each."""

    topic: str | None
    episodes: int
    minutes: float
    source: str
    """topic, overall or setting: where the minutes come from."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """One week's terms as the ledger has them."""

    terms: tuple[CountedTerm, ...] = ()
    minutes: float = 0.0
    """The overall handle time."""
    hand_offs: int = 0
    """The hand-offs it was measured on."""
    false_deflections: int = 0
    review_hours: float = 0.0

    def kept(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)

    @classmethod
    def of_kept(cls, kept: Mapping[str, Any]) -> "Counted":
        """Read what was kept."""
        return cls(**(dict(kept) | {"terms": tuple(CountedTerm(**term) for term in kept["terms"])}))


def counted(week: Freed, measured: Freed) -> Counted:
    """Take the episodes from the week, the handle times from a longer span: a week has too few hand-offs."""
    known = {term.topic: term for term in measured.terms}

    def term(topic: str | None, episodes: int) -> CountedTerm:
        own = known.get(topic)
        if own is not None and own.source == "topic":
            return CountedTerm(topic=topic, episodes=episodes, minutes=own.minutes, source="topic")
        source = "overall" if measured.hand_offs >= ENOUGH else "setting"
        return CountedTerm(topic=topic, episodes=episodes, minutes=measured.minutes, source=source)

    return Counted(
        terms=tuple(term(one.topic, one.episodes) for one in week.terms),
        minutes=measured.minutes,
        hand_offs=measured.hand_offs,
        false_deflections=week.false_deflections,
        review_hours=week.review_hours,
    )
