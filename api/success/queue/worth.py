"""What an hour is worth at an account. Nothing here does I/O."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

STAGES = {"onboarding": 1.5, "adoption": 1.2, "retention": 1.0, "renewal": 1.4}
"""As shipped. Work at the beginning saves most, work before a renewal next; see `docs/success.md`."""
UNKNOWN = 0.5
"""The risk while nothing is known of the health."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Worth:
    """amount × risk × stage weight ÷ hours: the yen at risk that one hour of work meets."""

    amount: int
    risk: float
    weight: float
    minutes: int

    @property
    def an_hour(self) -> float:
        """Yen an hour."""
        return self.amount * self.risk * self.weight * 60 / self.minutes

    def kept(self) -> dict[str, float]:
        """Return its terms as they are kept."""
        return asdict(self)


def worth(
    *, contract_yen: int, health: int | None, stage: str, minutes: int, weights: Mapping[str, float] = STAGES
) -> Worth:
    """Return the worth: the risk is how much the health lacks of 100."""
    return Worth(
        amount=contract_yen,
        risk=UNKNOWN if health is None else (100 - health) / 100,
        weight=weights.get(stage, 1.0),
        minutes=minutes,
    )
